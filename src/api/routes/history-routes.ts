import * as z from 'zod'
import { definitionOf } from '../../engine/definitions.ts'
import { explain } from '../../planner/explain.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { isoInstantOf } from '../since.ts'
import { decodePosition, type EventPosition, encodePosition, eventPage, firstPosition } from '../views/event-page.ts'
import { instantText } from '../views/instant-text.ts'
import { jobAgents } from '../views/job-agents.ts'
import { definitionIfKept } from '../views/job-view.ts'
import { jobParams, ownJob } from './job-parameters.ts'

const events = apiRoute(
  {
    method: 'get',
    path: '/v1/jobs/{jobId}/events',
    operationId: 'listJobEvents',
    tag: 'jobs',
    summary: 'Lists what happened to a job, in order',
    params: jobParams,
    query: z.strictObject({
      since: z.string().max(16_000).optional().meta({
        description: '`next` of the answer before, or an ISO 8601 instant: events at or after it',
      }),
    }),
    answers: { 200: { description: 'Events, oldest first', schema: wire.jobEventList } },
    errors: [400, 404],
  },
  async (host, given): Promise<Answer> => {
    const since = positionOf(given.query.since)
    const job = await ownJob(host, given)
    const definition = await definitionIfKept(host.ports, job)
    const results = await host.ports.store.listResults(job.jobId, jobAgents(definition, job))
    const page = eventPage(job, results, since)
    const list = page.events.map((event) => ({ ...event, at: instantText(event.at) }))
    return { status: 200, body: { events: list, next: encodePosition(page.next) } }
  },
)

function positionOf(written: string | undefined): EventPosition {
  if (written === undefined) return firstPosition
  const from = isoInstantOf(written)
  return from === undefined ? decodePosition(written) : { ...firstPosition, from }
}

const explainJob = apiRoute(
  {
    method: 'get',
    path: '/v1/jobs/{jobId}/explain',
    operationId: 'explainJob',
    tag: 'jobs',
    summary: 'Says why a job stands where it stands',
    description:
      'Per rule: condition, verdict, values read, paths missing. Per step: why it runs, waits or was skipped.',
    params: jobParams,
    answers: { 200: { description: 'The explanation', schema: wire.explanation } },
    errors: [404, 410],
  },
  async (host, given): Promise<Answer> => {
    const job = await ownJob(host, given)
    const definition = await definitionOf(host.ports.store, job)
    return { status: 200, body: { jobId: job.jobId, ...explain(definition, job, host.ports.clock.now()) } }
  },
)

export const historyRoutes = [events, explainJob]

import * as z from 'zod'
import { Fault } from '../../core/fault.ts'
import { jobStatuses } from '../../core/status.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { etagOf, retryAfterOf, watchJob } from '../job-watch.ts'
import { defaultListLimit, maxListLimit, maxWaitSeconds } from '../limits.ts'
import { instantOf } from '../since.ts'
import { jobSummaryView, jobView } from '../views/job-view.ts'
import { jobOwner, jobParams } from './job-parameters.ts'

const get = apiRoute(
  {
    method: 'get',
    path: '/v1/jobs/{jobId}',
    operationId: 'getJob',
    tag: 'jobs',
    summary: 'Reads a job with its plan and steps',
    params: jobParams,
    query: z.strictObject({
      results: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'true: with the outputs of completed steps, and the result of a completed job' }),
      wait: z.coerce.number().min(0).max(maxWaitSeconds).optional().meta({
        description:
          'Seconds to wait for news: with If-None-Match until the job is another version, else until it has ended or waits',
      }),
    }),
    headers: z.object({
      'if-none-match': z.string().optional().meta({ description: 'ETag of the answer before', example: 'W/"7"' }),
    }),
    answers: {
      200: {
        description: 'The job',
        schema: wire.job,
        headers: {
          ETag: 'Names this version of the job',
          'Retry-After': 'Seconds to wait before asking again; absent once it has ended',
        },
      },
      304: { description: 'Nothing new since If-None-Match', headers: { ETag: 'As before' } },
    },
    errors: [400, 404],
  },
  async (host, given): Promise<Answer> => {
    const { query, headers, signal } = given
    const withResults = query.results === 'true'
    const known = headers['if-none-match']
    const wait = { owner: jobOwner(given), waitMs: (query.wait ?? 0) * 1_000, known, withResults, signal }
    const { job, isKnown } = await watchJob(host.ports, wait)
    const answer = { headers: { etag: etagOf(job, withResults), ...retryAfterOf(job, host.ports.clock.now()) } }
    return isKnown
      ? { status: 304, ...answer }
      : { status: 200, ...answer, body: await jobView(host, job, withResults) }
  },
)

const list = apiRoute(
  {
    method: 'get',
    path: '/v1/jobs',
    operationId: 'listJobs',
    tag: 'jobs',
    summary: 'Lists jobs, newest first',
    query: z.strictObject({
      status: z.enum(jobStatuses).optional(),
      workflow: z.string().max(200).optional(),
      label: z.string().max(300).optional().meta({ description: 'One label, as name=value', example: 'team=sales' }),
      since: z
        .string()
        .max(40)
        .optional()
        .meta({ description: 'Created at or after: an ISO 8601 instant, or a duration before now', example: '2h' }),
      limit: z.coerce.number().int().min(1).max(maxListLimit).default(defaultListLimit),
      cursor: z.string().max(1_000).optional().meta({ description: 'nextCursor of the page before' }),
    }),
    answers: { 200: { description: 'A page of jobs', schema: wire.jobList } },
    errors: [400],
  },
  async (host, { query, tenant }): Promise<Answer> => {
    const { status, workflow, limit, cursor } = query
    const page = await host.ports.store.listJobs({
      tenant,
      limit,
      ...(status === undefined ? {} : { status }),
      ...(workflow === undefined ? {} : { workflow }),
      ...(query.label === undefined ? {} : { label: labelOf(query.label) }),
      ...(query.since === undefined ? {} : { since: instantOf(query.since, host.ports.clock.now()) }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    return { status: 200, body: { jobs: page.jobs.map(jobSummaryView), nextCursor: page.nextCursor } }
  },
)

function labelOf(written: string): { name: string; value: string } {
  const split = written.indexOf('=')
  if (split < 1) throw new Fault('API_PARAMETER_INVALID', { name: 'label', problem: 'is not written as name=value' })
  return { name: written.slice(0, split), value: written.slice(split + 1) }
}

export const jobRoutes = [list, get]

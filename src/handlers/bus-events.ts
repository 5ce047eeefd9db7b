/**
 * What a stage's bus is told, on the wire: ids, sizes and references, never payloads, and no text that an author or a user
 * wrote into an error.
 *
 * The id of an event follows from what happened: told again, it is the same, so that a listener may drop it.
 */
import type { JobRecord } from '../core/compact-job.ts'
import type { Job } from '../core/job.ts'
import type { JsonObject, JsonValue } from '../core/json.ts'
import type { AttemptResult } from '../core/result.ts'
import { jobChanges } from '../planner/job-changes.ts'
import type { JobEvent } from '../planner/job-events.ts'
import type { BusEvent } from '../ports/event-bus.ts'

/** Of one save of a job. @param before undefined: it was created */
export function busEventsOfSave(before: JobRecord | undefined, after: JobRecord): BusEvent[] {
  return jobChanges(before, after).map((event) => {
    const { eventType, at, jobId, stepId } = event
    const id = [jobId, after.version, eventType, ...(stepId === undefined ? [] : [stepId])].join('/')
    return { eventType, at, detail: detailOf({ ...event, id, tenant: after.tenant, ...payloadOf(event, after) }) }
  })
}

/** Of an attempt that has ended, whether its step still waited for it or not. */
export function busEventOfAttempt(result: AttemptResult, { tenant, workflow }: Job): BusEvent {
  const { jobId, stepId, agent, epoch, attempt, status, startedAt, finishedAt: at = startedAt, output, error } = result
  const eventType = status === 'completed' ? 'agent.executed' : 'agent.failed'
  const detail = detailOf({
    ...{ eventType, at, jobId, workflow, epoch, stepId, agent, attempt, status },
    ...{ id: [jobId, stepId, epoch, attempt, eventType].join('/'), tenant },
    executionTimeMs: at - startedAt,
    ...(error === undefined ? {} : { code: error.code }),
    ...(output === undefined ? {} : { output: referenceTo(output) }),
  })
  return { eventType, at, detail }
}

type Told = Omit<JobEvent, 'eventType'> & { readonly eventType: string; readonly id: string; readonly tenant: string }

/** `href` answers with input and output to those who may see the job. */
function detailOf(told: Told & Readonly<Record<string, JsonValue>>): JsonObject {
  const { id, eventType, at, jobId, stepId, ...rest } = told
  const href = stepId === undefined ? `/v1/jobs/${jobId}` : `/v1/jobs/${jobId}/steps/${encodeURIComponent(stepId)}`
  const step = stepId === undefined ? {} : { stepId }
  return { id, eventType, at: new Date(at).toISOString(), jobId, ...step, ...rest, href }
}

function payloadOf({ eventType, stepId }: JobEvent, { input, steps }: JobRecord): Readonly<Record<string, JsonValue>> {
  if (eventType === 'job.submitted') return { input: referenceTo(input) }
  const result = steps.find((step) => step.stepId === stepId)?.result
  return eventType === 'step.completed' && result !== undefined ? { output: { bytes: result.bytes } } : {}
}

/** Where in the bucket it is, if it has an object of its own. */
function referenceTo(payload: JobRecord['input']): JsonObject {
  return { bytes: payload.bytes, ...('blob' in payload ? { blob: payload.blob } : {}) }
}

/**
 * What happened to a job between one save and the next, for those who are told of it instead of asking.
 *
 * 1. Every save follows the one before it, so each change of a job is told once, by the save that made it; told of the same
 *    two versions again, the answer is the same.
 * 2. Joined over all saves the answers are the job's history (job-events.ts), each event once, and `job.waiting` with it.
 *    The history takes an attempt's instants from its result, this from the job: when the planner started it, and when the
 *    job learned of its end.
 * 3. Only attempts that count are told: what one records after it was given up changes no job.
 *
 * It does not tell of pauses, marks and reruns by themselves: no event is defined for them.
 */
import type { Job } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'
import type { JobEvent } from './job-events.ts'

/** An input is no part of what happens. */
export type JobState = Omit<Job, 'input'>

/** In the order it happened. @param before undefined: it was created */
export function jobChanges(before: JobState | undefined, after: JobState): JobEvent[] {
  const isRerun = before !== undefined && before.epoch !== after.epoch
  const earlier = new Map(before?.steps.map((step) => [step.stepId, step]))
  const steps = after.steps.flatMap((step) => {
    const was = earlier.get(step.stepId)
    return stepChanges(isRerun && !isKept(was, step) ? undefined : was, step, after)
  })
  return [...beginnings(before, after), ...steps, ...endings(before, after)]
}

function beginnings(before: JobState | undefined, after: JobState): JobEvent[] {
  const submitted = before === undefined ? [aboutJob(after, 'job.submitted', after.createdAt)] : []
  const hasStarted = before?.epoch === after.epoch && before.startedAt !== undefined
  if (hasStarted || after.startedAt === undefined) return submitted
  return [...submitted, aboutJob(after, 'job.started', after.startedAt)]
}

const ends = {
  waiting: 'job.waiting',
  completed: 'job.completed',
  failed: 'job.failed',
  cancelled: 'job.cancelled',
} as const satisfies Partial<Record<Job['status'], JobEvent['eventType']>>

function endings(before: JobState | undefined, after: JobState): JobEvent[] {
  const { status, error, updatedAt, finishedAt = updatedAt } = after
  const isSame = before?.epoch === after.epoch && before.status === status
  if (isSame || status === 'pending' || status === 'running') return []
  const code = error === undefined ? {} : { code: error.code }
  return [{ ...aboutJob(after, ends[status], finishedAt), status, ...code }]
}

function aboutJob({ jobId, workflow, epoch }: JobState, eventType: JobEvent['eventType'], at: number): JobEvent {
  return { eventType, at, jobId, workflow, epoch }
}

/** A rerun takes the steps it keeps along as they are; the others begin afresh. */
function isKept(was: Step | undefined, step: Step): boolean {
  return isTerminal(step.status) && was?.finishedAt === step.finishedAt && was?.attempt === step.attempt
}

function stepChanges(before: Step | undefined, step: Step, job: JobState): JobEvent[] {
  if (before !== undefined && isTerminal(before.status)) return []
  const isBegun = step.attempt > (before?.attempt ?? 0)
  const isLost = before?.status === 'running' && (isBegun || step.status === 'pending' || step.status === 'skipped')
  return [
    ...(isLost ? [givenUp(before, step, job)] : []),
    ...(isBegun ? [startOf(step, job)] : []),
    ...(isTerminal(step.status) ? [endOf(step, job)] : []),
  ]
}

/** An attempt that did not end its step. @param step by now: it may have another agent and another attempt */
function givenUp(was: Step, { error }: Step, job: JobState): JobEvent {
  const code = error?.code ?? ''
  return { ...aboutStep(was, job), eventType: 'step.failed', at: job.updatedAt, status: 'failed', code }
}

function startOf(step: Step, job: JobState): JobEvent {
  const { kind, attempt, startedAt = job.updatedAt } = step
  if (kind === 'wait') return { ...aboutStep(step, job), eventType: 'step.waiting', at: startedAt, status: 'waiting' }
  const about = { ...aboutStep(step, job), status: 'running' }
  return attempt === 1
    ? { ...about, eventType: 'step.started', at: startedAt }
    : { ...about, eventType: 'step.retried', at: job.updatedAt }
}

function endOf(step: Step, job: JobState): JobEvent {
  const { status, error, cause, startedAt, finishedAt = job.updatedAt } = step
  const about = { ...aboutStep(step, job), at: finishedAt, status }
  if (status === 'skipped') return { ...about, eventType: 'step.skipped', code: cause?.kind ?? '' }
  const took = startedAt === undefined ? {} : { executionTimeMs: finishedAt - startedAt }
  if (status === 'completed') return { ...about, eventType: 'step.completed', ...took }
  return {
    ...about,
    eventType: 'step.failed',
    ...took,
    code: status === 'failed' ? (error?.code ?? '') : (cause?.kind ?? ''),
  }
}

function aboutStep({ stepId, kind, agent, attempt }: Step, { jobId, workflow, epoch }: JobState) {
  const attempted = kind === 'agent' && attempt > 0 ? { attempt } : {}
  return { jobId, workflow, epoch, stepId, ...(agent === undefined ? {} : { agent }), ...attempted }
}

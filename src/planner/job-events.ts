/** A job's history, derived: the job and its attempts hold every instant, so nothing is logged on the hot path. */
import type { Job } from '../core/job.ts'
import type { AttemptResult } from '../core/result.ts'
import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'

export interface JobEvent {
  readonly eventType: JobEventType
  /** Epoch ms. */
  readonly at: number
  readonly jobId: string
  readonly workflow: string
  readonly epoch: number
  readonly stepId?: string
  readonly agent?: string
  readonly attempt?: number
  readonly status?: string
  readonly executionTimeMs?: number
  /** Error code, or why a step was skipped. */
  readonly code?: string
}

export type JobEventType = (typeof jobEventTypes)[number]

/** In the order of events of one step at one instant; the job's own begin before all steps, and end after them. */
export const jobEventTypes = [
  'job.submitted',
  'job.started',
  'step.started',
  'step.retried',
  'step.waiting',
  'step.completed',
  'step.failed',
  'step.skipped',
  'job.waiting',
  'job.completed',
  'job.failed',
  'job.cancelled',
] as const

/** Every event so far, oldest first. @param results all attempts of the job */
export function jobEvents(job: Job, results: readonly AttemptResult[]): JobEvent[] {
  const events = [
    ...epochEvents(job),
    ...results.flatMap((result, index) => attemptEvents(job, result, results.slice(index + 1))),
    ...job.steps.flatMap((step) => stepEvents(job, step)),
  ]
  return events.sort(byTime(job))
}

/** Within one instant: in plan order, then by attempt, then as an attempt begins and ends. */
function byTime(job: Job): (a: JobEvent, b: JobEvent) => number {
  const places = new Map(job.steps.map((step, index) => [step.stepId, index]))
  const place = ({ stepId, eventType }: JobEvent): number => {
    if (stepId !== undefined) return places.get(stepId) ?? places.size
    return eventType === 'job.submitted' || eventType === 'job.started' ? -1 : Infinity
  }
  const rank = (event: JobEvent): number => jobEventTypes.indexOf(event.eventType)
  const keys = (event: JobEvent): number[] => [event.at, event.epoch, place(event), event.attempt ?? 0, rank(event)]
  return (a, b) => {
    const [first, second] = [keys(a), keys(b)]
    const differing = first.findIndex((key, index) => key !== second[index])
    return differing === -1 ? 0 : (first[differing] ?? 0) < (second[differing] ?? 0) ? -1 : 1
  }
}

function epochEvents(job: Job): JobEvent[] {
  const about = { jobId: job.jobId, workflow: job.workflow }
  const events: JobEvent[] = [{ ...about, eventType: 'job.submitted', at: job.createdAt, epoch: 1 }]
  for (const epoch of [...job.earlierEpochs, job]) {
    if (epoch.startedAt !== undefined)
      events.push({ ...about, eventType: 'job.started', at: epoch.startedAt, epoch: epoch.epoch })
    const end = endEvent(epoch.status)
    if (end === undefined || epoch.finishedAt === undefined) continue
    const code = epoch.error === undefined ? {} : { code: epoch.error.code }
    events.push({ ...about, eventType: end, at: epoch.finishedAt, epoch: epoch.epoch, status: epoch.status, ...code })
  }
  return events
}

function endEvent(status: Job['status']): JobEventType | undefined {
  if (status === 'completed') return 'job.completed'
  if (status === 'failed') return 'job.failed'
  return status === 'cancelled' ? 'job.cancelled' : undefined
}

function attemptEvents(job: Job, result: AttemptResult, later: readonly AttemptResult[]): JobEvent[] {
  const { stepId, agent, attempt, epoch } = result
  const about = { jobId: job.jobId, workflow: job.workflow, epoch, stepId, agent, attempt }
  const begun = {
    ...about,
    eventType: attempt === 1 ? ('step.started' as const) : ('step.retried' as const),
    at: result.startedAt,
  }
  if (result.status === 'running' || result.finishedAt === undefined) {
    const lostAt = givenUpAt(job, result, later)
    return lostAt === undefined
      ? [begun]
      : [begun, { ...about, eventType: 'step.failed', at: lostAt, status: 'failed' }]
  }
  const eventType = result.status === 'completed' ? ('step.completed' as const) : ('step.failed' as const)
  const executionTimeMs = result.finishedAt - result.startedAt
  const code = result.error === undefined ? {} : { code: result.error.code }
  return [begun, { ...about, eventType, at: result.finishedAt, status: result.status, executionTimeMs, ...code }]
}

/**
 * When an attempt that recorded nothing was given up: undefined until something that stands says so, because an event
 * keeps its instant. What stands is the start of the step's next attempt, the end of the step, or the end of the epoch.
 */
function givenUpAt(job: Job, { stepId, epoch }: AttemptResult, later: readonly AttemptResult[]): number | undefined {
  const next = later.find((result) => result.stepId === stepId && result.epoch === epoch)
  if (next !== undefined) return next.startedAt
  if (epoch !== job.epoch) return job.earlierEpochs.find((earlier) => earlier.epoch === epoch)?.finishedAt
  return job.steps.find((candidate) => candidate.stepId === stepId)?.finishedAt
}

/** What no attempt tells: waits, skips, and steps that failed before or after an attempt of their own. */
function stepEvents(job: Job, step: Step): JobEvent[] {
  const epoch = epochAt(job, step.finishedAt ?? step.startedAt ?? job.updatedAt)
  const about = { jobId: job.jobId, workflow: job.workflow, epoch, stepId: step.stepId }
  const events: JobEvent[] = []
  if (step.kind === 'wait' && step.startedAt !== undefined)
    events.push({ ...about, eventType: 'step.waiting', at: step.startedAt })
  if (step.finishedAt === undefined || !isTerminal(step.status)) return events
  if (step.kind === 'wait' && step.status === 'completed') {
    events.push({ ...about, eventType: 'step.completed', at: step.finishedAt, status: step.status })
  }
  if (step.status === 'skipped') {
    events.push({
      ...about,
      eventType: 'step.skipped',
      at: step.finishedAt,
      status: step.status,
      code: step.cause?.kind ?? '',
    })
  }
  return events
}

/** A step that a rerun kept ended in an epoch before. */
function epochAt(job: Job, at: number): number {
  return job.earlierEpochs.find(({ finishedAt }) => at <= finishedAt)?.epoch ?? job.epoch
}

/** P3: somebody is responsible for a job that has not ended, and in time. */
import type { Job } from '../../../core/job.ts'
import { isTerminal } from '../../../core/status.ts'
import type { Step } from '../../../core/step.ts'
import { type Broken, broken, type Change } from './change.ts'

/** A job without anything that has a date is looked at every hour; an attempt that waits for a place every 30 s. */
const idleMs = 3_600_000
const queuedMs = 30_000
/** A submitted or rerun job whose hint was lost is looked at after this time. */
const submitMs = 60_000

export function* checkWake(change: Change): Generator<Broken> {
  const { after, decidedAt } = change
  if (isTerminal(after.status)) {
    if (after.wakeAt !== undefined) yield broken('P3', 'a job that has ended is still looked after')
    return
  }
  if (after.wakeAt === undefined) return yield broken('P3', 'nobody is responsible for the job')
  const late = after.wakeAt - neededAt(change)
  if (late > 0) yield broken('P3', `wakeAt is ${late} ms after something is due, ${after.wakeAt - decidedAt} ms ahead`)
}

/** The instant at which something has to be done about the job, whatever messages come. */
function neededAt({ before, after, decidedAt: now, writer }: Change): number {
  if (writer === 'api') return after.epoch === before.epoch ? now : Math.max(now + submitMs, after.startAt ?? 0)
  const steps = after.steps.map((step) => stepNeeds(step, after, now))
  const start = after.startAt !== undefined && after.status === 'pending' ? Math.max(after.startAt, now) : Infinity
  const needed = Math.min(after.deadlineAt ?? Infinity, start, ...steps)
  return Number.isFinite(needed) ? needed : now + idleMs
}

function stepNeeds(step: Step, job: Job, now: number): number {
  if (step.status === 'running') return Math.max(step.leaseUntil ?? 0, now + queuedMs)
  if (step.status === 'waiting') return step.dueAt ?? now
  return step.status === 'pending' && job.pausedAt === undefined ? (step.dueAt ?? Infinity) : Infinity
}

/** A planner leaves a job that is not paused with something that is at work, or has a date. */
export function* checkMoving({ after, decidedAt, writer }: Change): Generator<Broken> {
  if (writer !== 'planner' || isTerminal(after.status) || after.pausedAt !== undefined) return
  if (after.startedAt === undefined && (after.startAt ?? 0) > decidedAt) return
  const unsettled = after.steps.find(({ status, tolerated }) => status === 'failed' && tolerated !== true)
  if (unsettled !== undefined && after.error === undefined) {
    yield broken('P3', `${unsettled.stepId} has failed, and nothing is decided about it`)
  }
  const moves = after.steps.some(
    ({ status, dueAt }) => status === 'running' || (!isTerminal(status) && dueAt !== undefined),
  )
  if (!moves) yield broken('P3', 'the job waits for nothing, and has not ended')
}

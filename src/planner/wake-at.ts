import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'
import { changeJob, type Draft, isDelayed } from './draft.ts'
import { leaseGraceMs } from './evidence.ts'

/** A job that waits for nothing with a date (it is paused) is looked at this often. */
const idleWakeMs = 3_600_000

/**
 * Keeps P3: whoever sweeps finds the job again by `wakeAt` at the latest. Moved lazily: an earlier instant that is
 * still ahead stays, since waking too early is harmless and moving the index costs a write.
 */
export function setWakeAt(draft: Draft): void {
  const { job, known } = draft
  if (isTerminal(job.status)) {
    if (job.wakeAt === undefined) return
    const { wakeAt: _wake, ...ended } = job
    draft.job = ended
    draft.changes += 1
    return
  }
  let needed = Math.min(job.deadlineAt ?? Infinity, isDelayed(draft) ? (job.startAt ?? Infinity) : Infinity)
  for (const step of draft.steps) needed = Math.min(needed, stepWake(step, draft))
  const wakeAt = Number.isFinite(needed) ? needed : known.now + idleWakeMs
  if (job.wakeAt === undefined || job.wakeAt <= known.now || job.wakeAt > wakeAt) changeJob(draft, { wakeAt })
}

function stepWake(step: Step, draft: Draft): number {
  // Beyond its lease only an attempt still runs that nobody claimed: it waits for a place, perhaps for long.
  if (step.status === 'running') return Math.max(step.leaseUntil ?? 0, draft.known.now + leaseGraceMs)
  if (step.status === 'waiting') return step.dueAt ?? Infinity
  if (step.status === 'pending' && draft.job.pausedAt === undefined) return step.dueAt ?? Infinity
  return Infinity
}

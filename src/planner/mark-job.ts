/** The marks that people set on a job. Each answers the same job when it says nothing new. */
import type { Job } from '../core/job.ts'

/** @param now epoch ms; also the new wakeAt, so that a lost hint costs at most one sweep (P3) */
export function markCancelled(job: Job, now: number): Job {
  return job.cancelRequestedAt === undefined ? { ...job, cancelRequestedAt: now, wakeAt: now } : job
}

export function markPaused(job: Job, now: number): Job {
  return job.pausedAt === undefined ? { ...job, pausedAt: now, wakeAt: now } : job
}

export function markResumed(job: Job, now: number): Job {
  if (job.pausedAt === undefined) return job
  const { pausedAt: _paused, ...resumed } = job
  return { ...resumed, wakeAt: now }
}

import type { Job } from '../../core/job.ts'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import { isTerminal } from '../../core/status.ts'
import { createBoundedMap } from './bounded-map.ts'
import { nameOf } from './results-behind.ts'

/** Of the bytes, for jobs that have ended: who waited for one reads it next. */
const shareOfEnded = 1 / 64

/**
 * Jobs that were written last, and the results of their attempts, within so many bytes: a job that waits for an instant is
 * forgotten at once, and of the others the one that was written longest ago. Of a job that has ended the results are
 * forgotten, and the job soon.
 */
export interface RecentJobs {
  job(jobId: string): Job | undefined
  result(key: AttemptKey): AttemptResult | undefined
  /** Whether an attempt of the job without a result here has none. */
  hasEveryClaimOf(jobId: string): boolean
  /** @param isNew whether the job was created by this write */
  putJob(job: Job, isNew?: boolean): void
  putResult(result: AttemptResult): void
  forget(jobId: string): void
}

export function createRecentJobs(maxBytes: number): RecentJobs {
  const ended = createBoundedMap<string, Job>(maxBytes * shareOfEnded)
  const jobs = createBoundedMap<string, Remembered>(maxBytes - maxBytes * shareOfEnded)
  const openOf = (jobId: string, isWhole = false): Remembered =>
    jobs.get(jobId) ?? { isWhole, results: new Map(), outputBytes: 0 }
  const jobOf = (jobId: string): Job | undefined => jobs.get(jobId)?.job ?? ended.get(jobId)
  return {
    job: jobOf,
    result: (key) => jobs.get(key.jobId)?.results.get(nameOf(key)),
    hasEveryClaimOf: (jobId) => jobs.get(jobId)?.isWhole === true,
    putJob(job, isNew) {
      const { jobId, status, version } = job
      // Answers may be heard in another order than they were given.
      if ((jobOf(jobId)?.version ?? 0) > version) return
      if (isTerminal(status)) ended.set(jobId, job, bytesOfJob(job))
      else ended.delete(jobId)
      if (isTerminal(status) || status === 'waiting') return jobs.delete(jobId)
      const entry = openOf(jobId, isNew)
      entry.job = job
      jobs.set(jobId, entry, bytesOf(entry))
    },
    putResult(result) {
      const entry = openOf(result.jobId)
      entry.results.set(nameOf(result), result)
      entry.outputBytes += bytesOfOutput(result)
      jobs.set(result.jobId, entry, bytesOf(entry))
    },
    forget(jobId) {
      jobs.delete(jobId)
      ended.delete(jobId)
    },
  }
}

interface Remembered {
  job?: Job
  /** It was created here and not forgotten since: what is not remembered of it is not there. */
  readonly isWhole: boolean
  readonly results: Map<string, AttemptResult>
  /** Of the results' outputs. */
  outputBytes: number
}

/** Ids, instants and what an object takes, about. */
const smallBytes = 512

function bytesOf({ job, results, outputBytes }: Remembered): number {
  return smallBytes * (1 + results.size) + (job === undefined ? 0 : bytesOfJob(job)) + outputBytes
}

function bytesOfJob({ input, steps }: Job): number {
  return smallBytes * (1 + steps.length) + ('json' in input ? input.bytes : 0)
}

function bytesOfOutput({ output }: AttemptResult): number {
  return output !== undefined && 'json' in output ? output.bytes : 0
}

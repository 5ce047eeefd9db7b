import type { Job } from '../../core/job.ts'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import type { JobStore, ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import { createBoundedMap } from './bounded-map.ts'

/** What is remembered of jobs, and of results, about. A laptop's jobs in flight need a part of it. */
const maxBytesEach = 8 * 1_048_576

/**
 * The store, with what this process wrote last kept in memory: a planner reads next what was written a moment ago.
 *
 * M1 Only what the store has acknowledged is remembered; what it refused to change, or failed at, is forgotten.
 * M2 It is meant for the only writer of a store. After a write by somebody else the next save is refused by its version,
 *    and the job is read anew.
 * M3 Memory is bounded: what was written longest ago is forgotten first.
 * M4 Values are shared with those who wrote and read them: nobody may change one.
 *
 * What is only read is not remembered.
 */
export function rememberWrites<S extends JobStore>(store: S, maxBytes = maxBytesEach): S {
  const jobs = createBoundedMap<string, Job>(maxBytes)
  const results = createBoundedMap<string, AttemptResult>(maxBytes)
  const keepJob = (job: Job): void => {
    // Answers may be heard in another order than they were given.
    if ((jobs.get(job.jobId)?.version ?? 0) < job.version) jobs.set(job.jobId, job, bytesOfJob(job))
  }
  return {
    ...store,
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) keepJob(job)
      return answer
    },
    async saveJob(job) {
      const { jobId } = job
      const saved = await orForget(store.saveJob(job), () => jobs.delete(jobId))
      if (saved) keepJob(job)
      return saved
    },
    loadJob: async (jobId) => jobs.get(jobId) ?? (await store.loadJob(jobId)),
    async claimResult(claim) {
      const key = keyOf(claim)
      const claimed = await store.claimResult(claim)
      // A repeated claim changes nothing.
      if (claimed && results.get(key) === undefined) results.set(key, runningResult(claim), smallBytes)
      return claimed
    },
    async recordResult(record) {
      const key = keyOf(record)
      const recorded = await orForget(store.recordResult(record), () => results.delete(key))
      const claimed = results.get(key)
      if (recorded && claimed !== undefined) results.set(key, endedResult(claimed, record), bytesOfRecord(record))
      return recorded
    },
    async loadResults(keys) {
      const known = keys.map((key) => results.get(keyOf(key)))
      const missing = keys.filter((_key, index) => known[index] === undefined)
      if (missing.length === 0) return known
      const loaded = (await store.loadResults(missing)).values()
      return known.map((result) => result ?? loaded.next().value)
    },
  }
}

/** Also when the answer is lost: what is stored then is not known. */
async function orForget(write: Promise<boolean>, forget: () => void): Promise<boolean> {
  try {
    const done = await write
    if (!done) forget()
    return done
  } catch (thrown) {
    forget()
    throw thrown
  }
}

function runningResult({ jobId, stepId, epoch, attempt, agent, owner, token, startedAt }: ResultClaim): AttemptResult {
  return { jobId, stepId, epoch, attempt, agent, owner, token, startedAt, status: 'running' }
}

function endedResult(claimed: AttemptResult, { outcome, finishedAt }: ResultRecord): AttemptResult {
  return { ...claimed, ...outcome, finishedAt }
}

/** Ids, instants and what an object takes. */
const smallBytes = 512

function bytesOfJob({ input, steps }: Job): number {
  return smallBytes * (2 + steps.length) + ('json' in input ? input.bytes : 0)
}

function bytesOfRecord({ outcome }: ResultRecord): number {
  return smallBytes + (outcome.status === 'completed' && 'json' in outcome.output ? outcome.output.bytes : 0)
}

function keyOf({ jobId, agent, stepId, epoch, attempt }: AttemptKey): string {
  return `${jobId}/${agent}/${stepId}/${epoch}/${attempt}`
}

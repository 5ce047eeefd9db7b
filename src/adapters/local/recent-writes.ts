import { isDeepStrictEqual } from 'node:util'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import type { JobStore, ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import type { Timers } from '../../ports/timers.ts'
import { createRecentJobs } from './recent-jobs.ts'
import { createResultsBehind } from './results-behind.ts'

/** About what is remembered at most: some thousand jobs. */
const maxBytesOfAll = 16 * 1_048_576

/**
 * The store, with what this process wrote of unfinished jobs kept in memory: a planner reads next what was written a
 * moment ago.
 *
 * M1 Of jobs, only what the store has acknowledged is remembered; what it refused to change, or failed at, is forgotten.
 * M2 It is meant for the only writer of a store. After a write by somebody else the next save is refused by its version,
 *    and the job is read anew.
 * M3 Memory is bounded, and what does not fit is read from the store: see `RecentJobs`.
 * M4 Values are shared with those who wrote and read them: nobody may change one.
 * M5 Whether an attempt is free to be claimed, or held by whoever records it, is answered from memory where every claim of
 *    its job is remembered, and the store hears of it behind the answer.
 * M6 A save is acknowledged when it and every result that was answered for before it are stored: nothing is decided
 *    from what could be lost alone. It needs a store that carries writes out in the order they came, where a claim or a
 *    record that fails takes what waits behind it along.
 *
 * What is only read is not remembered.
 */
export function rememberWrites<S extends ClosableStore>(
  store: S,
  { timers, maxBytes = maxBytesOfAll }: RememberOptions,
): S {
  const recent = createRecentJobs(maxBytes)
  const behind = createResultsBehind(store, timers)
  const resultOf = (key: AttemptKey): AttemptResult | undefined => behind.get(key) ?? recent.result(key)
  return {
    ...store,
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) recent.putJob(job, true)
      return answer
    },
    async saveJob(job) {
      behind.handOver(job.jobId)
      const saved = await orForget(store.saveJob(job), () => recent.forget(job.jobId))
      if (saved) recent.putJob(job)
      return saved
    },
    loadJob: async (jobId) => recent.job(jobId) ?? (await store.loadJob(jobId)),
    async claimResult(claim) {
      const held = resultOf(claim)
      if (held !== undefined) return held.status === 'running' && held.owner === claim.owner
      const result = runningResult(claim)
      if (recent.hasEveryClaimOf(claim.jobId)) behind.put(result)
      else if (!(await store.claimResult(claim))) return false
      recent.putResult(result)
      return true
    },
    async recordResult(record) {
      const held = resultOf(record)
      if (held === undefined) return await store.recordResult(record)
      if (held.owner !== record.owner) return false
      const ended = endedResult(held, record)
      if (held.status !== 'running') return isDeepStrictEqual(held, ended)
      behind.put(ended, record)
      recent.putResult(ended)
      return true
    },
    async loadResults(keys) {
      const known = keys.map(resultOf)
      const missing = keys.filter((_key, index) => known[index] === undefined)
      if (missing.length === 0) return known
      const loaded = (await store.loadResults(missing)).values()
      return known.map((result) => result ?? loaded.next().value)
    },
    async listResults(jobId, agents) {
      await behind.settled()
      return await store.listResults(jobId, agents)
    },
    async close() {
      await behind.settled()
      await store.close()
    },
  }
}

type ClosableStore = JobStore & { close(): Promise<void> }

export interface RememberOptions {
  readonly timers: Timers
  /** What is remembered at most. 16 MB by default. */
  readonly maxBytes?: number
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

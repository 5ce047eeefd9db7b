import { isDeepStrictEqual } from 'node:util'
import type { Job } from '../../core/job.ts'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import { isTerminal } from '../../core/status.ts'
import type { JobStore, ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import type { Timers } from '../../ports/timers.ts'
import { createBoundedMap } from './bounded-map.ts'
import { createResultsBehind, nameOf } from './results-behind.ts'

/** About what is remembered at most: some thousand jobs. */
const maxBytesOfAll = 16 * 1_048_576
/** Of which for jobs that have ended: who waited for one reads it next. */
const shareOfEnded = 1 / 64

/**
 * The store, with what this process wrote of unfinished jobs kept in memory: a planner reads next what was written a
 * moment ago.
 *
 * M1 Of jobs, only what the store has acknowledged is remembered; what it refused to change, or failed at, is forgotten.
 * M2 It is meant for the only writer of a store. After a write by somebody else the next save is refused by its version,
 *    and the job is read anew.
 * M3 Memory is bounded: a job that waits for an instant is forgotten at once, and of the others the one that was written
 *    longest ago. Of a job that has ended the results are forgotten, and the job soon.
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
  { timers, maxBytes = maxBytesOfAll }: MemoryOptions,
): S {
  const memory = createJobMemory(maxBytes)
  const behind = createResultsBehind(store, timers)
  const resultOf = (key: AttemptKey): AttemptResult | undefined => behind.get(key) ?? memory.result(key)
  return {
    ...store,
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) memory.putJob(job, true)
      return answer
    },
    async saveJob(job) {
      behind.handOver(job.jobId)
      const saved = await orForget(store.saveJob(job), () => memory.forget(job.jobId))
      if (saved) memory.putJob(job)
      return saved
    },
    loadJob: async (jobId) => memory.job(jobId) ?? (await store.loadJob(jobId)),
    async claimResult(claim) {
      const held = resultOf(claim)
      if (held !== undefined) return held.status === 'running' && held.owner === claim.owner
      const result = runningResult(claim)
      if (memory.hasEveryClaimOf(claim.jobId)) behind.put(result)
      else if (!(await store.claimResult(claim))) return false
      memory.putResult(result, 0)
      return true
    },
    async recordResult(record) {
      const held = resultOf(record)
      if (held === undefined) return await store.recordResult(record)
      if (held.owner !== record.owner) return false
      const ended = endedResult(held, record)
      if (held.status !== 'running') return isDeepStrictEqual(held, ended)
      behind.put(ended, record)
      memory.putResult(ended, bytesOfOutput(record))
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

export interface MemoryOptions {
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

interface Remembered {
  job?: Job
  /** It was created here and not forgotten since: what is not remembered of it is not there. */
  readonly isWhole: boolean
  readonly results: Map<string, AttemptResult>
  /** Of the results' outputs. */
  outputBytes: number
}

interface JobMemory {
  job(jobId: string): Job | undefined
  result(key: AttemptKey): AttemptResult | undefined
  /** Whether an attempt of the job without a result here has none. */
  hasEveryClaimOf(jobId: string): boolean
  /** @param isNew whether the job was created by this write */
  putJob(job: Job, isNew?: boolean): void
  /** @param outputBytes of its output, when it stands in the result */
  putResult(result: AttemptResult, outputBytes: number): void
  forget(jobId: string): void
}

function createJobMemory(maxBytes: number): JobMemory {
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
    putResult(result, outputBytes) {
      const entry = openOf(result.jobId)
      entry.results.set(nameOf(result), result)
      entry.outputBytes += outputBytes
      jobs.set(result.jobId, entry, bytesOf(entry))
    },
    forget(jobId) {
      jobs.delete(jobId)
      ended.delete(jobId)
    },
  }
}

/** Ids, instants and what an object takes, about. */
const smallBytes = 512

function bytesOf({ job, results, outputBytes }: Remembered): number {
  return smallBytes * (1 + results.size) + (job === undefined ? 0 : bytesOfJob(job)) + outputBytes
}

function bytesOfJob({ input, steps }: Job): number {
  return smallBytes * (1 + steps.length) + ('json' in input ? input.bytes : 0)
}

function runningResult({ jobId, stepId, epoch, attempt, agent, owner, token, startedAt }: ResultClaim): AttemptResult {
  return { jobId, stepId, epoch, attempt, agent, owner, token, startedAt, status: 'running' }
}

function endedResult(claimed: AttemptResult, { outcome, finishedAt }: ResultRecord): AttemptResult {
  return { ...claimed, ...outcome, finishedAt }
}

function bytesOfOutput({ outcome }: ResultRecord): number {
  return outcome.status === 'completed' && 'json' in outcome.output ? outcome.output.bytes : 0
}

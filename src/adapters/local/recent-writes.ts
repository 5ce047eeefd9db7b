import type { Job } from '../../core/job.ts'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import { isTerminal } from '../../core/status.ts'
import type { JobStore, ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import { createBoundedMap } from './bounded-map.ts'

/** About what is remembered at most: some thousand jobs. */
const maxBytesOfAll = 16 * 1_048_576

/**
 * The store, with what this process wrote of unfinished jobs kept in memory: a planner reads next what was written a
 * moment ago.
 *
 * M1 Only what the store has acknowledged is remembered; what it refused to change, or failed at, is forgotten.
 * M2 It is meant for the only writer of a store. After a write by somebody else the next save is refused by its version,
 *    and the job is read anew.
 * M3 Memory is bounded: a job that has ended, or waits for an instant, is forgotten at once, and of the others the one that
 *    was written longest ago.
 * M4 Values are shared with those who wrote and read them: nobody may change one.
 *
 * What is only read is not remembered.
 */
export function rememberWrites<S extends JobStore>(store: S, maxBytes = maxBytesOfAll): S {
  const memory = createJobMemory(maxBytes)
  return {
    ...store,
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) memory.putJob(job)
      return answer
    },
    async saveJob(job) {
      const saved = await orForget(store.saveJob(job), () => memory.forget(job.jobId))
      if (saved) memory.putJob(job)
      return saved
    },
    loadJob: async (jobId) => memory.of(jobId)?.job ?? (await store.loadJob(jobId)),
    async claimResult(claim) {
      const claimed = await store.claimResult(claim)
      // A repeated claim changes nothing.
      if (claimed && memory.result(claim) === undefined) memory.putResult(runningResult(claim), 0)
      return claimed
    },
    async recordResult(record) {
      const recorded = await orForget(store.recordResult(record), () => memory.forget(record.jobId))
      const claimed = memory.result(record)
      if (recorded && claimed !== undefined) memory.putResult(endedResult(claimed, record), bytesOfOutput(record))
      return recorded
    },
    async loadResults(keys) {
      const known = keys.map(memory.result)
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

interface Remembered {
  job?: Job
  readonly results: Map<string, AttemptResult>
  /** Of the results' outputs. */
  outputBytes: number
}

interface JobMemory {
  of(jobId: string): Remembered | undefined
  result(key: AttemptKey): AttemptResult | undefined
  putJob(job: Job): void
  /** @param outputBytes of its output, when it stands in the result */
  putResult(result: AttemptResult, outputBytes: number): void
  forget(jobId: string): void
}

function createJobMemory(maxBytes: number): JobMemory {
  const jobs = createBoundedMap<string, Remembered>(maxBytes)
  const openOf = (jobId: string): Remembered => jobs.get(jobId) ?? { results: new Map(), outputBytes: 0 }
  return {
    of: jobs.get,
    result: (key) => jobs.get(key.jobId)?.results.get(nameOf(key)),
    putJob(job) {
      if (isTerminal(job.status) || job.status === 'waiting') return jobs.delete(job.jobId)
      const entry = openOf(job.jobId)
      // Answers may be heard in another order than they were given.
      if ((entry.job?.version ?? 0) < job.version) entry.job = job
      jobs.set(job.jobId, entry, bytesOf(entry))
    },
    putResult(result, outputBytes) {
      const entry = openOf(result.jobId)
      entry.results.set(nameOf(result), result)
      entry.outputBytes += outputBytes
      jobs.set(result.jobId, entry, bytesOf(entry))
    },
    forget: jobs.delete,
  }
}

/** Ids, instants and what an object takes, about. */
const smallBytes = 512

function bytesOf({ job, results, outputBytes }: Remembered): number {
  const inputBytes = job !== undefined && 'json' in job.input ? job.input.bytes : 0
  return smallBytes * (2 + (job?.steps.length ?? 0) + results.size) + inputBytes + outputBytes
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

/** Within its job. */
function nameOf({ agent, stepId, epoch, attempt }: AttemptKey): string {
  return `${stepId}/${epoch}/${attempt}/${agent}`
}

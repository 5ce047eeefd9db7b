import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import type { JobStore, ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import type { Timers } from '../../ports/timers.ts'

/**
 * Claims and records on their way to the store, which nobody waits for.
 *
 * B1 A claim goes before its record; one whose attempt ends within 5 ms goes together with it.
 * B2 A result stays here until the store has it. What failed goes again at the next `handOver` of its job.
 *
 * Whether an attempt is free to be claimed is not asked here.
 */
export interface ResultsBehind {
  get(key: AttemptKey): AttemptResult | undefined
  /** @param record what made the result of its claim; absent: it is the claim of an attempt that nobody holds */
  put(result: AttemptResult, record?: ResultRecord): void
  /** What failed of the job goes again, before anything that is written from now on. */
  handOver(jobId: string): void
  /** Hands over every claim, and settles when the store has answered for everything. */
  settled(): Promise<void>
}

const claimPatienceMs = 5

interface Entry {
  result: AttemptResult
  record: ResultRecord | undefined
  /** Whether its claim was handed over. */
  isClaimed: boolean
  hasFailed: boolean
}

export function createResultsBehind(
  store: Pick<JobStore, 'claimResult' | 'recordResult'>,
  timers: Timers,
): ResultsBehind {
  const jobs = new Map<string, Map<string, Entry>>()
  const claims = new Set<Entry>()
  const underWay = new Set<Promise<void>>()
  let isTimed = false

  const send = (entry: Entry): void => {
    claims.delete(entry)
    const { result, record, isClaimed } = entry
    Object.assign(entry, { isClaimed: true, hasFailed: false })
    const writes = [
      ...(isClaimed ? [] : [store.claimResult(claimOf(result))]),
      ...(record === undefined ? [] : [store.recordResult(record)]),
    ]
    const answered = Promise.allSettled(writes).then((outcomes) => {
      underWay.delete(answered)
      const last = outcomes.at(-1)
      const isStored = last?.status === 'fulfilled' && last.value
      if (!isStored) Object.assign(entry, { isClaimed: false, hasFailed: true })
      else if (entry.result === result) remove(result)
    })
    underWay.add(answered)
  }
  const sendClaims = (): void => {
    isTimed = false
    for (const entry of claims) send(entry)
  }
  const remove = (key: AttemptKey): void => {
    const ofJob = jobs.get(key.jobId)
    ofJob?.delete(nameOf(key))
    if (ofJob?.size === 0) jobs.delete(key.jobId)
  }
  return {
    get: (key) => jobs.get(key.jobId)?.get(nameOf(key))?.result,
    put(result, record) {
      const ofJob = jobs.get(result.jobId) ?? new Map<string, Entry>()
      jobs.set(result.jobId, ofJob)
      const isClaimed = ofJob.get(nameOf(result))?.isClaimed ?? record !== undefined
      const entry = ofJob.get(nameOf(result)) ?? { result, record, isClaimed, hasFailed: false }
      ofJob.set(nameOf(result), Object.assign(entry, { result, record }))
      if (record !== undefined) return send(entry)
      claims.add(entry)
      if (!isTimed) timers.after(claimPatienceMs, sendClaims)
      isTimed = true
    },
    handOver(jobId) {
      for (const entry of jobs.get(jobId)?.values() ?? []) if (entry.hasFailed) send(entry)
    },
    async settled() {
      sendClaims()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** Within its job. */
export function nameOf({ agent, stepId, epoch, attempt }: AttemptKey): string {
  return `${stepId}/${epoch}/${attempt}/${agent}`
}

function claimOf({ jobId, stepId, epoch, attempt, agent, owner, token, startedAt }: AttemptResult): ResultClaim {
  return { jobId, stepId, epoch, attempt, agent, owner, token, startedAt }
}

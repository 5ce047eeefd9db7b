/** Guards of the engine that can be switched off, each by a wrapper around its ports: the product has no switch. */
import type { EnginePorts } from '../../engine/engine-ports.ts'
import type { JobStore } from '../../ports/job-store.ts'

export const guards = {
  versionCheck: 'a save replaces whatever is there',
  saveBeforeAct: 'commands are carried out before the job is saved',
  acknowledgeLast: 'facts are deleted when they are taken, not when they were handled',
  sweeper: 'nobody looks at jobs whose wakeAt has come',
  claim: 'every run of an attempt is told that its claim was the first',
  tokenCheck: 'a result counts whoever wrote it',
  ownerCheck: 'a result is recorded whoever claimed the attempt',
  lease: 'an attempt that is silent is never given up',
  news: 'nobody hears that a step has completed',
} as const

export type Guard = keyof typeof guards

/** The store without these guards; those that are not the store's leave it as it is. */
export function weakened(store: JobStore, without: readonly Guard[], now: () => number): JobStore {
  return without.reduce((weaker, guard) => Object.assign(weaker, weaknesses[guard]?.(store, now)), { ...store })
}

type Weakness = (store: JobStore, now: () => number) => Partial<JobStore>

const weaknesses: Partial<Readonly<Record<Guard, Weakness>>> = {
  versionCheck: (store) => ({ saveJob: (job) => overwrite(store, job) }),
  claim: (store) => ({ claimResult: async (claim) => (await store.claimResult(claim)) || true }),
  ownerCheck: (store) => ({ recordResult: (record) => recordForAnybody(store, record) }),
  tokenCheck: (store) => ({ loadResults: (keys) => asIfByToken(store, keys) }),
  lease: (store, now) => ({ loadResults: (keys) => asIfJustClaimed(store, keys, now()) }),
}

async function overwrite(store: JobStore, job: Parameters<JobStore['saveJob']>[0]): Promise<boolean> {
  const there = await store.loadJob(job.jobId)
  return await store.saveJob(there === undefined ? job : { ...job, version: there.version + 1 })
}

async function recordForAnybody(store: JobStore, record: Parameters<JobStore['recordResult']>[0]): Promise<boolean> {
  const [there] = await store.loadResults([record])
  return await store.recordResult(there === undefined ? record : { ...record, owner: there.owner })
}

type Load = JobStore['loadResults']

async function asIfByToken(store: JobStore, keys: Parameters<Load>[0]): ReturnType<Load> {
  const results = await store.loadResults(keys)
  return await Promise.all(
    results.map(async (result) => {
      const job = result === undefined ? undefined : await store.loadJob(result.jobId)
      const token = job?.steps.find(({ stepId }) => stepId === result?.stepId)?.token
      return result === undefined || token === undefined ? result : { ...result, token }
    }),
  )
}

async function asIfJustClaimed(store: JobStore, keys: Parameters<Load>[0], now: number): ReturnType<Load> {
  const results = await store.loadResults(keys)
  return results.map((result) => (result?.status === 'running' ? { ...result, startedAt: now } : result))
}

/**
 * Ports of a planner that acts first: a save is answered at once and carried out when the handling is over, or when the
 * planner looks at the job again. `settle` carries out what is left.
 */
export function actFirst(ports: EnginePorts): { readonly ports: EnginePorts; settle(): Promise<void> } {
  let postponed: (() => Promise<unknown>) | undefined
  const settle = async (): Promise<void> => {
    const save = postponed
    postponed = undefined
    await save?.()
  }
  const store: JobStore = {
    ...ports.store,
    async saveJob(job) {
      await settle()
      postponed = () => ports.store.saveJob(job)
      return true
    },
    async loadJob(jobId) {
      await settle()
      return await ports.store.loadJob(jobId)
    },
  }
  return { ports: { ...ports, store }, settle }
}

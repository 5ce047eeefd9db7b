import { describe, expect, it } from 'vitest'
import { createBoundedMap } from '../../../src/adapters/local/bounded-map.ts'
import { rememberWrites } from '../../../src/adapters/local/recent-writes.ts'
import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import type { AttemptKey } from '../../../src/core/result.ts'
import type { JobStore } from '../../../src/ports/job-store.ts'
import { aJob } from '../../builders.ts'
import { jobStoreSuite } from '../../suites/job-store.suite.ts'
import { virtualTime } from '../../virtual-time.ts'

jobStoreSuite(
  'memory, with the last writes remembered',
  async () => {
    const store = remember(createMemoryStore())
    return { store, close: store.close }
  },
  { sharesValues: true },
)

const attempt: AttemptKey = { jobId: 'job1', stepId: 'cleaner', epoch: 1, attempt: 1, agent: 'cleaner' }
const claim = { ...attempt, owner: 'me', token: 'secret', startedAt: 5 }
const record = {
  ...attempt,
  owner: 'me',
  outcome: { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } },
  finishedAt: 9,
} as const

describe('a store that remembers what was written last', () => {
  it('reads nothing that was just written', async () => {
    const { store, reads } = aCountedStore()
    const remembering = remember(store)
    await remembering.createJob(aJob({ version: 1 }))
    await remembering.saveJob(aJob({ version: 2, status: 'running' }))
    await remembering.claimResult(claim)
    await remembering.recordResult(record)
    await remembering.listResults('job1', [])
    expect(await remembering.loadJob('job1')).toEqual(await store.loadJob('job1'))
    expect(await remembering.loadResults([attempt])).toEqual(await store.loadResults([attempt]))
    expect(reads()).toBe(2)
  })

  it('reads what it does not remember beside what it does, in the order asked', async () => {
    const { store } = aCountedStore()
    await store.claimResult({ ...claim, stepId: 'older' })
    const remembering = remember(store)
    await remembering.claimResult(claim)
    const keys = ['cleaner', 'older', 'nobody', 'cleaner'].map((stepId) => ({ ...attempt, stepId }))
    const found = await remembering.loadResults(keys)
    expect(found.map((result) => result?.stepId)).toEqual(['cleaner', 'older', undefined, 'cleaner'])
  })

  it('reads a job anew after a save that was refused, because somebody else had written', async () => {
    const { store } = aCountedStore()
    const remembering = remember(store)
    await remembering.createJob(aJob({ version: 1 }))
    await store.saveJob(aJob({ version: 2, status: 'failed' }))
    expect(await remembering.saveJob(aJob({ version: 2, status: 'running' }))).toBe(false)
    expect((await remembering.loadJob('job1'))?.status).toBe('failed')
  })

  it('reads anew what it tried to write when the answer was lost', async () => {
    const { store } = aCountedStore()
    let isLost = false
    const remembering = remember({
      ...store,
      async saveJob(job) {
        const saved = await store.saveJob(job)
        if (isLost) throw new Error('connection lost')
        return saved
      },
    })
    await remembering.createJob(aJob({ version: 1 }))
    isLost = true
    await expect(remembering.saveJob(aJob({ version: 2 }))).rejects.toThrow('lost')
    expect((await remembering.loadJob('job1'))?.version).toBe(2)
  })

  it('keeps the newer of two versions, in whatever order the answers are heard', async () => {
    const { store } = aCountedStore()
    const first = Promise.withResolvers<void>()
    const remembering = remember({
      ...store,
      async saveJob(job) {
        const saved = await store.saveJob(job)
        if (job.version === 2) await first.promise
        return saved
      },
    })
    await remembering.createJob(aJob({ version: 1 }))
    const late = remembering.saveJob(aJob({ version: 2 }))
    await remembering.saveJob(aJob({ version: 3 }))
    first.resolve()
    await late
    expect((await remembering.loadJob('job1'))?.version).toBe(3)
  })

  it('forgets the results of a job that has ended', async () => {
    const { store, reads } = aCountedStore()
    const remembering = remember(store)
    await remembering.createJob(aJob({ version: 1 }))
    await remembering.claimResult(claim)
    await remembering.listResults('job1', [])
    await remembering.saveJob(aJob({ version: 2, status: 'completed' }))
    expect((await remembering.loadJob('job1'))?.status).toBe('completed')
    expect(reads()).toBe(0)
    expect((await remembering.loadResults([attempt]))[0]?.status).toBe('running')
    expect(reads()).toBe(1)
  })

  it('forgets a job that has ended when others have ended since', async () => {
    const { store, reads } = aCountedStore()
    const remembering = remember(store, 64_000)
    for (let index = 0; index < 10; index++) {
      await remembering.createJob(aJob({ jobId: `job${index}` }))
      await remembering.saveJob(aJob({ jobId: `job${index}`, version: 2, status: 'completed' }))
    }
    expect((await remembering.loadJob('job9'))?.status).toBe('completed')
    expect(reads()).toBe(0)
    expect((await remembering.loadJob('job0'))?.status).toBe('completed')
    expect(reads()).toBe(1)
  })

  it('reads an ended job that goes on as it was saved last', async () => {
    const remembering = remember(aCountedStore().store)
    await remembering.createJob(aJob({ version: 1 }))
    await remembering.saveJob(aJob({ version: 2, status: 'completed' }))
    await remembering.saveJob(aJob({ version: 3, status: 'waiting', epoch: 2 }))
    expect(await remembering.loadJob('job1')).toMatchObject({ status: 'waiting', epoch: 2 })
  })

  it('forgets a job with its results while it waits', async () => {
    const { store, reads } = aCountedStore()
    const remembering = remember(store)
    await remembering.createJob(aJob({ version: 1 }))
    await remembering.claimResult(claim)
    await remembering.listResults('job1', [])
    await remembering.saveJob(aJob({ version: 2, status: 'waiting' }))
    expect((await remembering.loadJob('job1'))?.status).toBe('waiting')
    expect((await remembering.loadResults([attempt]))[0]?.status).toBe('running')
    expect(reads()).toBe(2)
  })

  it('forgets what was written longest ago when there is more than it may hold', async () => {
    const { store, reads } = aCountedStore()
    const remembering = remember(store, 4_000)
    for (let index = 0; index < 10; index++) await remembering.createJob(aJob({ jobId: `job${index}` }))
    await remembering.loadJob('job9')
    expect(reads()).toBe(0)
    expect((await remembering.loadJob('job0'))?.jobId).toBe('job0')
    expect(reads()).toBe(1)
  })
})

describe('a bounded map', () => {
  it('counts a value that is set again once, and one that is deleted not at all', () => {
    const map = createBoundedMap<string, number>(10)
    map.set('a', 1, 4)
    map.set('a', 2, 4)
    map.set('b', 3, 4)
    expect([map.get('a'), map.get('b')]).toEqual([2, 3])
    map.delete('a')
    map.delete('nobody')
    map.set('c', 4, 6)
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 3, 4])
    map.set('d', 5, 11)
    expect([map.get('b'), map.get('c'), map.get('d')]).toEqual([undefined, undefined, undefined])
  })
})

function remember(store: JobStore, maxBytes?: number) {
  const closable = { ...store, close: async () => undefined }
  return rememberWrites(closable, { timers: virtualTime().timers, ...(maxBytes === undefined ? {} : { maxBytes }) })
}

/** A memory store, and how often a job or results were loaded from it. */
function aCountedStore(): { store: JobStore; reads(): number } {
  const inner = createMemoryStore()
  let reads = 0
  const store: JobStore = {
    ...inner,
    loadJob(jobId) {
      reads += 1
      return inner.loadJob(jobId)
    },
    loadResults(keys) {
      reads += 1
      return inner.loadResults(keys)
    },
  }
  return { store, reads: () => reads }
}

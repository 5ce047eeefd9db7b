import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Meter } from '../../../src/ports/meter.ts'
import { aClaim, aJob, anAttempt } from '../../builders.ts'
import { openStore, testDirectory } from './opened-store.ts'

describe('group commit', () => {
  it('puts the writes of one turn into one transaction', async () => {
    const { meter, groups } = groupMeter()
    const store = openStore(await testDirectory(), { meter })
    await Promise.all(Array.from({ length: 200 }, (_, index) => store.createJob(aJob({ jobId: `job${index}` }))))
    expect(groups).toEqual([200])
  })

  it('serves 64 writers with few transactions, each writer waiting for its own commits only', async () => {
    const { meter, groups } = groupMeter()
    const store = openStore(await testDirectory(), { meter })
    const lane = async (jobId: string): Promise<void> => {
      await store.createJob(aJob({ jobId }))
      for (let version = 2; version <= 10; version++) expect(await store.saveJob(aJob({ jobId, version }))).toBe(true)
    }
    await Promise.all(Array.from({ length: 64 }, (_, index) => lane(`job${index}`)))
    expect(groups.reduce((sum, size) => sum + size, 0)).toBe(640)
    expect(groups.length).toBeLessThanOrEqual(20)
  })

  it('bounds a transaction, and still carries everything out in order', async () => {
    const { meter, groups } = groupMeter()
    const store = openStore(await testDirectory(), { meter })
    await store.createJob(aJob())
    const versions = Array.from({ length: 2_500 }, (_, index) => index + 2)
    const saved = await Promise.all(versions.map((version) => store.saveJob(aJob({ version }))))
    expect(saved.every(Boolean)).toBe(true)
    expect(groups).toEqual([1, 1_000, 1_000, 500])
  })

  it('undoes a write that fails half-way, and keeps its neighbours', async () => {
    const store = openStore(await testDirectory())
    const writes = Array.from({ length: 10 }, (_, index) => store.createJob(aJob({ jobId: `job${index}` })))
    // SQLite cannot hold it as text: the job's own row is there by then.
    const broken = aJob({ jobId: 'broken', labels: { of: { toString: 1 } as unknown as string } })
    const outcomes = await Promise.allSettled([
      ...writes,
      store.createJob(broken),
      store.createJob(aJob({ jobId: 'last' })),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual([...writes.map(() => 'fulfilled'), 'rejected', 'fulfilled'])
    expect(outcomes[10]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE', retryable: true } })
    expect(await store.loadJob('broken')).toBeUndefined()
    expect(await store.loadJob('last')).toBeDefined()
  })

  it('puts a claim and the record behind it down as one result', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    expect(await Promise.all([store.claimResult(aClaim()), store.recordResult(aRecord())])).toEqual([true, true])
    expect(await store.loadResults([anAttempt()])).toMatchObject([
      { status: 'completed', token: 'token1', owner: 'process1' },
    ])
    expect(await store.listRunningResults()).toEqual([])
  })

  it.each([
    ['somebody else holds the attempt', aClaim({ owner: 'other' }), [false, false]],
    ['the same owner holds it', aClaim(), [true, true]],
  ])('answers a claim and the record behind it each by its own rules when %s', async (_case, held, outcomes) => {
    const store = openStore(await testDirectory())
    await store.claimResult(held)
    expect(await Promise.all([store.claimResult(aClaim()), store.recordResult(aRecord())])).toEqual(outcomes)
  })

  it('takes the whole transaction and all that waits back with a claim that fails: saves may rest on it', async () => {
    const store = openStore(await testDirectory())
    const broken = aClaim({ owner: { toString: 1 } as unknown as string })
    const versions = Array.from({ length: 1_200 }, (_, index) => index + 2)
    const outcomes = await Promise.allSettled([
      store.createJob(aJob()),
      store.claimResult(broken),
      ...versions.map((version) => store.saveJob(aJob({ version }))),
    ])
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(await store.loadJob('job1')).toBeUndefined()
  })

  it('fails every write of a group whose transaction cannot begin, and works again after it', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const other = new DatabaseSync(join(directory, 'jobs.db'))
    other.exec('BEGIN IMMEDIATE')
    const jobIds = [...'abcdefghij']
    const outcomes = await Promise.allSettled(jobIds.map((jobId) => store.createJob(aJob({ jobId }))))
    other.close()
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE', retryable: true } })
    }
    expect(await store.loadJob('a')).toBeUndefined()
    expect(await store.createJob(aJob({ jobId: 'a' }))).toEqual({ created: true })
  })
})

function aRecord() {
  const outcome = { status: 'completed', output: { json: 1, bytes: 1 } } as const
  return { ...anAttempt(), owner: 'process1', outcome, finishedAt: 9 }
}

/** Sizes of the committed groups, in order. */
function groupMeter(): { meter: Meter; groups: number[] } {
  const groups: number[] = []
  const observe: Meter['observe'] = (name, value) => {
    if (name === 'store_commit_writes') groups.push(value)
  }
  return { meter: { count: () => undefined, observe }, groups }
}

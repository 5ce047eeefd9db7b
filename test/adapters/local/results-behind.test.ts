import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rememberWrites } from '../../../src/adapters/local/recent-writes.ts'
import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import type { JobStore } from '../../../src/ports/job-store.ts'
import { aClaim, aJob, anAttempt, aStep } from '../../builders.ts'
import { settled, virtualTime } from '../../virtual-time.ts'

const agents = ['cleaner']

describe('claims and records of a job that this process created', () => {
  it('are answered before the store has them, and read as if it had', async () => {
    const { store, asked } = await opened()
    expect(await store.claimResult(aClaim())).toBe(true)
    expect((await store.loadResults([anAttempt()]))[0]?.status).toBe('running')
    expect(await store.recordResult(aRecord())).toBe(true)
    expect((await store.loadResults([anAttempt()]))[0]?.status).toBe('completed')
    expect(asked()).toEqual(['claim cleaner', 'record cleaner'])
  })

  it('go together when the attempt ends within 5 ms', async () => {
    const { store, asked, time } = await opened()
    await store.claimResult(aClaim())
    await time.advance(4)
    expect(asked()).toEqual([])
    await store.recordResult(aRecord())
    await time.advance(5)
    expect(asked()).toEqual(['claim cleaner', 'record cleaner'])
  })

  it('go one by one when it takes longer', async () => {
    const { store, asked, time } = await opened()
    await store.claimResult(aClaim())
    await time.advance(5)
    expect(asked()).toEqual(['claim cleaner'])
    await store.recordResult(aRecord())
    expect(asked()).toEqual(['claim cleaner', 'record cleaner'])
    expect(time.armed).toBe(0)
  })

  it('let one of two owners work, while neither is stored and after', async () => {
    const { store, log } = await opened()
    expect(await store.claimResult(aClaim({ owner: 'one' }))).toBe(true)
    expect(await store.claimResult(aClaim({ owner: 'other' }))).toBe(false)
    expect(await store.claimResult(aClaim({ owner: 'one' }))).toBe(true)
    expect(await store.recordResult(aRecord({ owner: 'other' }))).toBe(false)
    expect(await store.recordResult(aRecord({ owner: 'one' }))).toBe(true)
    expect(await store.recordResult(aRecord({ owner: 'one' }))).toBe(true)
    expect(await store.recordResult(aRecord({ owner: 'one', finishedAt: 1 }))).toBe(false)
    expect(await store.claimResult(aClaim({ owner: 'one' }))).toBe(false)
    log.commit()
    expect(await store.claimResult(aClaim({ owner: 'one' }))).toBe(false)
    expect(await store.recordResult(aRecord({ owner: 'one', finishedAt: 1 }))).toBe(false)
  })

  it('are in the store when its results are listed, and when it is closed', async () => {
    const { store, log, asked } = await opened()
    await store.claimResult(aClaim())
    const listed = store.listResults('job1', agents)
    await settled()
    log.commit()
    expect(await listed).toMatchObject([{ status: 'running' }])
    await store.claimResult(aClaim({ stepId: 'reporter' }))
    const closed = store.close()
    await settled()
    log.commit()
    await closed
    expect(asked()).toEqual(['claim cleaner', 'claim reporter', 'close'])
  })

  it('go again before the next save of the job, when the store failed at them', async () => {
    const { store, log, asked } = await opened()
    await store.claimResult(aClaim())
    await store.recordResult(aRecord())
    log.fail()
    await settled()
    expect((await store.loadResults([anAttempt()]))[0]?.status).toBe('completed')
    const saved = store.saveJob(aJob({ version: 2 }))
    log.commit()
    expect(await saved).toBe(true)
    expect(asked().slice(2)).toEqual(['claim cleaner', 'record cleaner', 'save job1'])
    expect(await log.durable.loadResults([anAttempt()])).toMatchObject([{ status: 'completed' }])
  })
})

describe('a record', () => {
  it('goes again when the store took its claim and failed at it', async () => {
    const { store, log, time, asked } = await opened()
    await store.claimResult(aClaim())
    await time.advance(5)
    await store.recordResult(aRecord())
    log.commit(1)
    await settled()
    log.fail()
    await settled()
    drop(saveWhatIsKnown(store))
    await settled()
    expect(asked().slice(2)).toEqual(['claim cleaner', 'record cleaner', 'save job1'])
  })
})

describe('a claim of any other job', () => {
  it('is answered when the store has it', async () => {
    const { store, log, asked } = await opened()
    const claimed = store.claimResult(aClaim({ jobId: 'older' }))
    await settled()
    expect(asked()).toEqual(['claim cleaner'])
    log.fail()
    await expect(claimed).rejects.toThrow('full')
    const again = store.claimResult(aClaim({ jobId: 'older' }))
    log.commit()
    expect(await again).toBe(true)
  })
})

describe('whatever fails, and whenever the process ends', () => {
  it('no job in the store counts a result that is not there, and nothing that was counted is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const platform = await opened()
        const { store, log } = platform
        for (const one of events) {
          happen[one.kind](platform, one.stepId)
          await settled()
          expect(await missingResults(log.durable)).toEqual([])
        }
        log.commit()
        await settled()
        const saved = saveWhatIsKnown(store)
        await settled()
        log.commit()
        expect(await saved).toBe(true)
        const known = (await store.loadResults(keys)).filter((result) => result?.status === 'completed')
        expect(await log.durable.loadResults(known.map((result) => result ?? anAttempt()))).toEqual(known)
        expect((await log.durable.loadJob('job1'))?.steps).toHaveLength(known.length)
      }),
      { numRuns: 150 },
    )
  })
})

type Platform = Awaited<ReturnType<typeof opened>>

/** Nobody waits for anything: a store that fails is one of the events. */
const happen = {
  claim: ({ store }: Platform, stepId: string) => drop(store.claimResult(aClaim({ stepId }))),
  record: ({ store }: Platform, stepId: string) => drop(store.recordResult(aRecord({ stepId }))),
  save: ({ store }: Platform) => drop(saveWhatIsKnown(store)),
  commit: ({ log }: Platform) => log.commit(),
  commitOne: ({ log }: Platform) => log.commit(1),
  fail: ({ log }: Platform) => log.fail(),
  wait: ({ time }: Platform) => drop(time.advance(5)),
}

const event = fc.record({
  kind: fc.constantFrom(...(Object.keys(happen) as (keyof typeof happen)[])),
  stepId: fc.constantFrom('one', 'two', 'three'),
})

function drop(work: Promise<unknown>): void {
  work.catch(() => undefined)
}

const keys = ['one', 'two', 'three'].map((stepId) => anAttempt({ stepId }))

/** What a planner does: it counts the results that it is shown. */
async function saveWhatIsKnown(store: JobStore): Promise<boolean> {
  const [job, results] = [await store.loadJob('job1'), await store.loadResults(keys)]
  const ended = results.flatMap((result) => (result?.status === 'completed' ? [result.stepId] : []))
  const steps = ended.map((stepId) => aStep({ stepId, status: 'completed' }))
  return await store.saveJob(aJob({ version: (job?.version ?? 0) + 1, steps }))
}

/** Steps that the stored job counts as completed without a stored result. */
async function missingResults(durable: JobStore): Promise<string[]> {
  const job = await durable.loadJob('job1')
  const counted = job?.steps.map(({ stepId }) => anAttempt({ stepId })) ?? []
  const results = await durable.loadResults(counted)
  return counted.flatMap(({ stepId }, index) => (results[index]?.status === 'completed' ? [] : [stepId]))
}

function aRecord({ owner = 'process1', stepId = 'cleaner', finishedAt = 9 } = {}) {
  const outcome = { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } } as const
  return { ...anAttempt({ stepId }), owner, outcome, finishedAt }
}

/** A remembering store in which `job1` was just created, over a log. */
async function opened() {
  const time = virtualTime()
  const log = createLog()
  const store = rememberWrites(log.store, { timers: time.timers })
  const created = store.createJob(aJob())
  log.commit()
  await created
  return { store, time, log, asked: () => log.asked.slice(1) }
}

/** A store that keeps writes in order until they are committed together, or fail together. */
function createLog() {
  const durable = createMemoryStore()
  const asked: string[] = []
  const waiting: { carryOut(): void; fail(): void }[] = []
  const later = <T>(what: string, write: () => Promise<T>): Promise<T> => {
    asked.push(what)
    return new Promise((resolve, reject) => {
      waiting.push({ carryOut: () => void write().then(resolve), fail: () => reject(new Error('full')) })
    })
  }
  const store = {
    ...durable,
    createJob: (job) => later(`create ${job.jobId}`, () => durable.createJob(job)),
    saveJob: (job) => later(`save ${job.jobId}`, () => durable.saveJob(job)),
    claimResult: (claim) => later(`claim ${claim.stepId}`, () => durable.claimResult(claim)),
    recordResult: (record) => later(`record ${record.stepId}`, () => durable.recordResult(record)),
    close: async () => void asked.push('close'),
  } satisfies JobStore & { close(): Promise<void> }
  return {
    store: store as JobStore & { close(): Promise<void> },
    durable,
    asked,
    /** @param writes the first so many; all by default */
    commit(writes = waiting.length) {
      for (const { carryOut } of waiting.splice(0, writes)) carryOut()
    },
    fail() {
      for (const { fail } of waiting.splice(0)) fail()
    },
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SqliteJobStore } from '../../../src/adapters/sqlite/sqlite-job-store.ts'
import type { Job } from '../../../src/core/job.ts'
import type { Step } from '../../../src/core/step.ts'
import { aJob, aStep } from '../../builders.ts'
import { openStore, testDirectory, withDataFile } from './opened-store.ts'

describe('a job with a large plan', () => {
  it('is given back as it was saved last, whatever changed, was refused, or was forgotten between', async () => {
    const directory = await testDirectory()
    let [store, jobs] = [openStore(directory), 0]
    await fc.assert(
      fc.asyncProperty(fc.nat(80), fc.array(aChange, { minLength: 1, maxLength: 12 }), async (length, changes) => {
        let job = aJob({ jobId: `job${jobs++}`, steps: steps(length) })
        const past = [job.steps]
        await store.createJob(job)
        for (const change of changes) {
          if (change.how === 'reopen') {
            await store.close()
            store = openStore(directory)
          }
          job = { ...changed(job, change, past), version: job.version + 1 }
          // Somebody else's save of the same version, with other steps, comes too late.
          const late = { ...job, steps: job.steps.map((step) => ({ ...step, attempt: 9 })) }
          expect(await Promise.all([store.saveJob(job), store.saveJob(late)])).toEqual([true, false])
          expect(await store.loadJob(job.jobId)).toStrictEqual(job)
          past.push(job.steps, late.steps)
        }
        expect((await listed(store)).find(({ jobId }) => jobId === job.jobId)?.steps).toStrictEqual(job.steps)
      }),
      { numRuns: 30 },
    )
  })

  it('costs a save only the rows of the steps that changed', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const job = aJob({ version: 2, steps: steps(300) })
    await store.createJob(aJob())
    await store.saveJob(job)
    withDataFile(directory, (file) => file.exec(`UPDATE plan_parts SET record = 'damaged' WHERE part <> 0`))
    await store.saveJob({ ...job, version: 3, steps: job.steps.with(1, aStep({ stepId: 's1', attempt: 1 })) })
    const damaged = withDataFile(directory, (file) =>
      file.prepare(`SELECT count(*) AS count FROM plan_parts WHERE record = 'damaged'`).get(),
    )
    expect(damaged?.count).toBe(9)
    const unreadable = { code: 'STORE_RECORD_UNREADABLE', message: expect.stringContaining('Plan of job job1') }
    await expect(store.loadJob('job1')).rejects.toMatchObject(unreadable)
  })

  it('is unreadable when rows of its plan are missing', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    await store.createJob(aJob({ steps: steps(300) }))
    withDataFile(directory, (file) => file.exec('DELETE FROM plan_parts WHERE part = 3'))
    await expect(store.loadJob('job1')).rejects.toThrow('1 of its 10 parts are missing')
  })

  it('is left as it was by a save that could not write a row of its plan', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const job = aJob({ steps: steps(100) })
    await store.createJob(job)
    withDataFile(directory, (file) =>
      file.exec(
        `CREATE TRIGGER full BEFORE UPDATE ON plan_parts WHEN NEW.part = 2 BEGIN SELECT RAISE(ABORT, 'no'); END`,
      ),
    )
    await expect(store.saveJob({ ...job, version: 2, steps: job.steps.map(ended) })).rejects.toThrow('no')
    expect(await store.loadJob('job1')).toStrictEqual(job)
  })

  it('leaves nothing of a save that was refused', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const job = aJob({ steps: steps(300) })
    await store.createJob(job)
    expect(await store.saveJob({ ...job, version: 7, steps: steps(200) })).toBe(false)
    expect(await store.createJob({ ...job, steps: steps(100) })).toEqual({ created: false, existing: job })
    expect(await store.loadJob('job1')).toStrictEqual(job)
  })
})

const ways = ['step', 'grow', 'cut', 'epoch', 'again', 'reopen', 'nothing'] as const

interface Change {
  readonly how: (typeof ways)[number]
  readonly at: number
}

const aChange: fc.Arbitrary<Change> = fc.record({ how: fc.constantFrom(...ways), at: fc.nat(80) })

/** @param past plans that were saved, or tried to be */
function changed(job: Job, { how, at }: Change, past: readonly (readonly Step[])[]): Job {
  const place = job.steps.length === 0 ? 0 : at % job.steps.length
  const step = job.steps[place]
  if (how === 'grow') return { ...job, steps: [...job.steps, ...steps(at, job.steps.length)] }
  if (how === 'cut') return { ...job, steps: job.steps.slice(0, place) }
  if (how === 'epoch') return { ...job, epoch: job.epoch + 1 }
  if (how === 'again') return { ...job, steps: past[at % past.length] ?? [] }
  if (how === 'step' && step !== undefined) return { ...job, steps: job.steps.with(place, ended(step)) }
  return job
}

function ended(step: Step): Step {
  const result = { agent: step.agent ?? '', epoch: 1, attempt: step.attempt + 1, bytes: 7 }
  return { ...step, status: 'completed', attempt: step.attempt + 1, result, token: 'T'.repeat(32) }
}

function steps(count: number, from = 0): Step[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    return aStep({ stepId: `s${number}`, needs: number === 0 ? [] : [`s${number - 1}`] })
  })
}

async function listed(store: SqliteJobStore) {
  return (await store.listJobs({ tenant: 'default', limit: 100 })).jobs
}

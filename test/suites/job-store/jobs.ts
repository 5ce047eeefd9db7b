import { expect, it } from 'vitest'
import { aJob } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

export function jobCases(store: CurrentStore): void {
  it('loads the job that was created', async () => {
    const job = aJob({ labels: { team: 'sales' }, wakeAt: 5, startAt: 3 })
    expect(await store().createJob(job)).toEqual({ created: true })
    expect(await store().loadJob('job1')).toEqual(job)
  })

  it('knows nothing of a job that was not created', async () => {
    expect(await store().loadJob('job1')).toBeUndefined()
  })

  it('answers the stored job when the id is taken, and keeps it', async () => {
    const first = aJob({ payloadHash: 'first' })
    await store().createJob(first)
    const second = await store().createJob(aJob({ payloadHash: 'second' }))
    expect(second).toEqual({ created: false, existing: first })
    expect(await store().loadJob('job1')).toEqual(first)
  })

  it('lets one of 100 parallel creates win, and answers its job to all others', async () => {
    const tries = Array.from({ length: 100 }, (_, index) => store().createJob(aJob({ payloadHash: `try ${index}` })))
    const outcomes = await Promise.all(tries)
    const stored = await store().loadJob('job1')
    expect(outcomes.filter(({ created }) => created)).toHaveLength(1)
    for (const outcome of outcomes) if (!outcome.created) expect(outcome.existing).toEqual(stored)
  })

  it('saves a job whose version follows the stored one', async () => {
    await store().createJob(aJob({ version: 1 }))
    const next = aJob({ version: 2, status: 'running', wakeAt: 9 })
    expect(await store().saveJob(next)).toBe(true)
    expect(await store().loadJob('job1')).toEqual(next)
  })

  it.each([1, 3, 4])('refuses version %i where 2 is next, and changes nothing', async (version) => {
    const job = aJob({ version: 1 })
    await store().createJob(job)
    expect(await store().saveJob(aJob({ version, status: 'failed' }))).toBe(false)
    expect(await store().loadJob('job1')).toEqual(job)
  })

  it('refuses to save a job that was never created', async () => {
    expect(await store().saveJob(aJob({ version: 1 }))).toBe(false)
    expect(await store().saveJob(aJob({ version: 2 }))).toBe(false)
    expect(await store().loadJob('job1')).toBeUndefined()
  })

  it('lets one of 50 parallel saves of the same version win', async () => {
    await store().createJob(aJob())
    const saves = Array.from({ length: 50 }, (_, index) => store().saveJob(aJob({ version: 2, updatedAt: index })))
    const won = await Promise.all(saves)
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((await store().loadJob('job1'))?.updatedAt).toBe(won.indexOf(true))
  })

  it('keeps many jobs apart', async () => {
    const jobs = Array.from({ length: 100 }, (_, index) => aJob({ jobId: `job${index}`, updatedAt: index }))
    await Promise.all(jobs.map((job) => store().createJob(job)))
    expect(await Promise.all(jobs.map(({ jobId }) => store().loadJob(jobId)))).toEqual(jobs)
  })
}

import { expect, it } from 'vitest'
import { aJob } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

export function dueJobCases(store: CurrentStore): void {
  it('gives the jobs due by now, earliest first', async () => {
    for (const wakeAt of [30, 10, 20, 40]) await store().createJob(aJob({ jobId: `at${wakeAt}`, wakeAt }))
    expect(await store().listDueJobs(30, 10)).toEqual(['at10', 'at20', 'at30'])
    expect(await store().listDueJobs(9, 10)).toEqual([])
  })

  it('gives no more than the limit, the earliest ones', async () => {
    const instants = Array.from({ length: 20 }, (_, index) => 100 - index)
    await Promise.all(instants.map((wakeAt) => store().createJob(aJob({ jobId: `at${wakeAt}`, wakeAt }))))
    expect(await store().listDueJobs(1_000, 3)).toEqual(['at81', 'at82', 'at83'])
  })

  it('gives jobs of every tenant', async () => {
    await store().createJob(aJob({ jobId: 'a', tenant: 'a', wakeAt: 1 }))
    await store().createJob(aJob({ jobId: 'b', tenant: 'b', wakeAt: 2 }))
    expect(await store().listDueJobs(5, 10)).toEqual(['a', 'b'])
  })

  it('follows a wakeAt that moves', async () => {
    await store().createJob(aJob({ wakeAt: 10 }))
    await store().saveJob(aJob({ version: 2, wakeAt: 50 }))
    expect(await store().listDueJobs(10, 10)).toEqual([])
    expect(await store().listDueJobs(50, 10)).toEqual(['job1'])
  })

  it('never gives a job without wakeAt, nor one that lost it by ending', async () => {
    await store().createJob(aJob({ jobId: 'never' }))
    await store().createJob(aJob({ wakeAt: 10 }))
    await store().saveJob(aJob({ version: 2, status: 'completed' }))
    expect(await store().listDueJobs(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })

  it('takes a refused save for nothing', async () => {
    await store().createJob(aJob({ wakeAt: 10 }))
    await store().saveJob(aJob({ version: 7 }))
    expect(await store().listDueJobs(10, 10)).toEqual(['job1'])
  })
}

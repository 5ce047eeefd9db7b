import { expect, it } from 'vitest'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

/** What is stored shares nothing with what was passed or returned. */
export function isolationCases(store: CurrentStore): void {
  it('is not changed by changing what was passed, even before the write is done', async () => {
    const passed = aJob({ labels: { team: 'a' }, wakeAt: 7 })
    const creating = store().createJob(passed)
    Object.assign(passed, { jobId: 'job2', wakeAt: 1 })
    Object.assign(passed.labels, { team: 'b' })
    await creating
    expect(await store().loadJob('job1')).toEqual(aJob({ labels: { team: 'a' }, wakeAt: 7 }))
    expect(await store().loadJob('job2')).toBeUndefined()
    expect(await store().listDueJobs(6, 5)).toEqual([])
    const byLabel = await store().listJobs({ tenant: 'default', label: { name: 'team', value: 'a' }, limit: 5 })
    expect(byLabel.jobs).toHaveLength(1)
  })

  it('takes claims and records as they were when they were passed', async () => {
    const claim = { ...aClaim() }
    const claiming = store().claimResult(claim)
    claim.attempt = 9
    await claiming
    const rows = [1]
    const outcome = { status: 'completed', output: { json: rows, bytes: 3 } } as const
    const record = { ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt }
    const recording = store().recordResult(record)
    record.stepId = 'other'
    rows.push(2)
    expect(await recording).toBe(true)
    expect(await store().loadResults([anAttempt()])).toMatchObject([{ attempt: 1, output: { json: [1] } }])
  })

  it('is not changed by changing what it returned', async () => {
    await store().createJob(aJob({ labels: { team: 'a' } }))
    await store().putDefinition(aDefinition())
    for (const returned of [
      await store().loadJob('job1'),
      (await store().listJobs({ tenant: 'default', limit: 1 })).jobs[0],
    ]) {
      Object.assign(returned?.labels ?? {}, { team: 'b' })
    }
    const answer = await store().createJob(aJob())
    if (!answer.created) Object.assign(answer.existing.labels, { team: 'b' })
    Object.assign((await store().loadDefinition('definition1')) ?? {}, { hash: 'changed' })
    expect((await store().loadJob('job1'))?.labels).toEqual({ team: 'a' })
    expect(await store().loadDefinition('definition1')).toEqual(aDefinition())
  })
}

import { describe, expect, it } from 'vitest'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../builders.ts'
import { openStore, testDirectory, withDataFile } from './opened-store.ts'

describe('a damaged record', () => {
  it('is named by the fault, and leaves every other record as it is', async () => {
    const directory = await testDirectory()
    const logged: string[] = []
    const store = openStore(directory, { log: (_level, message) => logged.push(message) })
    for (const jobId of ['a', 'b', 'c']) await store.createJob(aJob({ jobId, wakeAt: 1 }))
    withDataFile(directory, (file) => file.exec(`UPDATE jobs SET record = '{"format":' WHERE job_id = 'b'`))

    const unreadable = { code: 'STORE_RECORD_UNREADABLE', retryable: false, message: expect.stringContaining('Job b') }
    await expect(store.loadJob('b')).rejects.toMatchObject(unreadable)
    const [again, other] = await Promise.allSettled([
      store.createJob(aJob({ jobId: 'b' })),
      store.createJob(aJob({ jobId: 'd' })),
    ])
    expect(again).toMatchObject({ status: 'rejected', reason: unreadable })
    expect(other).toEqual({ status: 'fulfilled', value: { created: true } })
    expect(await store.loadJob('a')).toEqual(aJob({ jobId: 'a', wakeAt: 1 }))
    expect(await store.listDueJobs(1, 5)).toEqual(['a', 'b', 'c'])
    expect(logged).toEqual([])
  })

  it('is left out of lists over many jobs, in the log, and not in the way of the next page', async () => {
    const directory = await testDirectory()
    const logged: string[] = []
    const store = openStore(directory, { log: (level, message) => logged.push(`${level} ${message}`) })
    for (const jobId of ['a', 'b', 'c']) await store.createJob(aJob({ jobId }))
    withDataFile(directory, (file) => file.exec(`UPDATE jobs SET record = 'x' WHERE job_id = 'b'`))

    const first = await store.listJobs({ tenant: 'default', limit: 2 })
    expect(first.jobs.map(({ jobId }) => jobId)).toEqual(['c'])
    const second = await store.listJobs({ tenant: 'default', limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.jobs.map(({ jobId }) => jobId)).toEqual(['a'])
    expect(logged).toEqual([expect.stringMatching(/^error Job b cannot be read from the store: /)])
  })

  it('may be a result or a definition', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    await store.claimResult(aClaim())
    await store.claimResult(aClaim({ attempt: 2 }))
    const outcome = { status: 'completed', output: { json: 1, bytes: 1 } } as const
    await store.recordResult({ ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt })
    await store.putDefinition(aDefinition())
    withDataFile(directory, (file) => {
      file.exec(`UPDATE results SET ending = ''; UPDATE definitions SET record = '[';`)
    })
    const result = 'Result of step cleaner of job job1, epoch 1, attempt 1'
    await expect(store.loadResults([anAttempt()])).rejects.toThrow(result)
    await expect(store.listResults('job1', ['cleaner'])).rejects.toThrow(result)
    await expect(store.loadDefinition('definition1')).rejects.toThrow('Definition definition1 cannot be read')
    expect(await store.listRunningResults()).toMatchObject([{ attempt: 2 }])
  })
})

import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts'
import { createSqliteStore } from '../../../src/adapters/sqlite/sqlite-job-store.ts'
import { aJob } from '../../builders.ts'
import { silentLog } from '../../workbench.ts'
import { testDirectory } from './opened-store.ts'

describe('a full disk', () => {
  it('fails the writes it met, keeps what was there, and is over when there is space again', async () => {
    const directory = await testDirectory()
    const database = openDatabase(directory)
    const store = createSqliteStore({ database, directory, log: silentLog })
    onTestFinished(() => store.close())
    await store.createJob(aJob({ jobId: 'early' }))

    allowNoNewPages(database)
    const large = { json: 'x'.repeat(100_000), bytes: 100_002 }
    const error = { code: 'STEP_FAILED', message: 'x'.repeat(100_000) }
    const outcomes = await Promise.allSettled([
      store.createJob(aJob({ jobId: 'small' })),
      store.createJob(aJob({ jobId: 'large', input: large })),
      store.saveJob(aJob({ jobId: 'early', version: 2, error })),
    ])
    for (const outcome of outcomes) {
      const reason = { code: 'STORE_FULL', retryable: true, hint: `Free space in ${directory} and try again` }
      expect(outcome).toMatchObject({ status: 'rejected', reason })
    }
    expect(await store.loadJob('small')).toBeUndefined()
    expect(await store.loadJob('large')).toBeUndefined()
    expect(await store.loadJob('early')).toEqual(aJob({ jobId: 'early' }))

    database.exec('PRAGMA max_page_count = 1000000')
    expect(await store.createJob(aJob({ jobId: 'large', input: large }))).toEqual({ created: true })
    expect(await store.saveJob(aJob({ jobId: 'early', version: 2, error }))).toBe(true)
    expect((await store.listJobs({ tenant: 'default', limit: 10 })).jobs).toHaveLength(2)
  })
})

function allowNoNewPages(database: DatabaseSync): void {
  const pages = database.prepare('PRAGMA page_count').get()?.page_count
  database.exec(`PRAGMA max_page_count = ${pages}`)
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGroupCommit, type GroupCommit } from '../../../src/adapters/sqlite/group-commit.ts'
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts'
import type { Meter } from '../../../src/ports/meter.ts'
import { aJob } from '../../builders.ts'
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

  it('undoes a write that throws half-way, and keeps its neighbours', async () => {
    const { commits, values } = await numbersTable()
    const outcomes = await Promise.allSettled([
      commits.write('first', () => values.add(1)),
      commits.write('broken', () => {
        values.add(2)
        throw new Error('half-way')
      }),
      commits.write('refused', () => {
        values.add(4)
        values.add(1)
      }),
      commits.write('last', () => values.add(3)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE', retryable: true } })
    expect(outcomes[2]).toMatchObject({ reason: { message: expect.stringContaining('UNIQUE') } })
    expect(values.all()).toEqual([1, 3])
  })

  it('leaves nothing of a single statement that fails, and keeps its neighbours', async () => {
    const { commits, values } = await numbersTable()
    const outcomes = await Promise.allSettled([
      commits.writeOne('first', () => values.add(1)),
      commits.writeOne('refused', () => values.add(1)),
      commits.writeOne('last', () => values.add(3)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE' } })
    expect(values.all()).toEqual([1, 3])
  })

  it('fails every write of a group whose transaction cannot begin, and works again after it', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const other = new DatabaseSync(join(directory, 'jobs.db'))
    other.exec('BEGIN IMMEDIATE')
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((jobId) => store.createJob(aJob({ jobId }))))
    other.close()
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE', retryable: true } })
    }
    expect(await store.loadJob('a')).toBeUndefined()
    expect(await store.createJob(aJob({ jobId: 'a' }))).toEqual({ created: true })
  })
})

/** Sizes of the committed groups, in order. */
function groupMeter(): { meter: Meter; groups: number[] } {
  const groups: number[] = []
  const observe: Meter['observe'] = (name, value) => {
    if (name === 'store_commit_writes') groups.push(value)
  }
  return { meter: { count: () => undefined, observe }, groups }
}

async function numbersTable(): Promise<{ commits: GroupCommit; values: { add(n: number): void; all(): unknown[] } }> {
  const directory = await testDirectory()
  const database = openDatabase(directory)
  onTestFinished(() => database.close())
  database.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY)')
  const insert = database.prepare('INSERT INTO numbers VALUES (?)')
  const add = (n: number): void => {
    insert.run(n)
  }
  const all = (): unknown[] =>
    database
      .prepare('SELECT n FROM numbers ORDER BY n')
      .all()
      .map(({ n }) => n)
  return { commits: createGroupCommit(database, { directory }), values: { add, all } }
}

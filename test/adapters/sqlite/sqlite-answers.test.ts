import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSqliteAnswers, type SqliteAnswersOptions } from '../../../src/adapters/sqlite/sqlite-answers.ts'
import { answerStoreSuite } from '../../suites/answer-store.suite.ts'
import { temporaryDirectory } from '../../workbench.ts'
import { testDirectory } from './opened-store.ts'

async function anOpenOne(options: Partial<SqliteAnswersOptions> = {}) {
  const directory = options.directory ?? (await testDirectory())
  const answers = createSqliteAnswers({ clock: { now: () => 1_000 }, ...options, directory })
  onTestFinished(() => answers.close())
  return { answers, directory, path: join(directory, 'cache.db') }
}

const { path: shared, remove } = await temporaryDirectory()
const store = createSqliteAnswers({ directory: shared, clock: { now: () => 0 } })
afterAll(async () => {
  store.close()
  await remove()
})
answerStoreSuite('SQLite', async () => store)

describe('answers in a file', () => {
  it('are there for the next process, and no file is before the first of them', async () => {
    const { answers, directory } = await anOpenOne()
    expect(readdirSync(directory)).toEqual([])
    await answers.put('a#1', { text: 'kept', expiresAt: 5_000 })
    answers.close()
    expect(await (await anOpenOne({ directory })).answers.get('a#1')).toEqual({ text: 'kept', expiresAt: 5_000 })
  })

  it('go when they have expired', async () => {
    let now = 1_000
    const { answers } = await anOpenOne({ clock: { now: () => now } })
    await answers.put('a#1', { text: 'short', expiresAt: 2_000 })
    await answers.put('a#2', { text: 'long', expiresAt: 3_000 })
    now = 2_000
    await answers.put('a#3', { text: 'new', expiresAt: 4_000 })
    expect(await Promise.all(['a#1', 'a#2'].map((key) => answers.get(key)))).toMatchObject([
      undefined,
      { text: 'long' },
    ])
  })

  it('make room for new ones, the first to expire first, and never grow beyond their limit', async () => {
    const maxBytes = 400_000
    const { answers, path } = await anOpenOne({ maxBytes })
    for (let n = 1; n <= 40; n++) await answers.put(`a#${n}`, { text: 'x'.repeat(50_000), expiresAt: 10_000 + n })
    expect(await answers.get('a#40')).toBeDefined()
    expect(await answers.get('a#1')).toBeUndefined()
    answers.close()
    expect(statSync(path).size).toBeLessThanOrEqual(maxBytes + 4_096)
  })

  it.each(['a file of something else', ''])('begin anew where the file is damaged (%j)', async (content) => {
    const { answers, path } = await anOpenOne()
    writeFileSync(path, content)
    expect(await answers.get('a#1')).toBeUndefined()
    await answers.put('a#1', { text: 'kept', expiresAt: 5_000 })
    expect(await answers.get('a#1')).toBeDefined()
  })

  it('begin anew where another version wrote the file', async () => {
    const { answers, path } = await anOpenOne()
    const newer = new DatabaseSync(path)
    newer.exec('CREATE TABLE answers (other TEXT); PRAGMA user_version = 2')
    newer.close()
    await answers.put('a#1', { text: 'kept', expiresAt: 5_000 })
    expect(await answers.get('a#1')).toMatchObject({ text: 'kept' })
  })

  it('say that they cannot be reached, as a fault', async () => {
    const { answers, directory } = await anOpenOne({ directory: join(await testDirectory(), 'missing') })
    await expect(answers.get('a#1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(existsSync(directory)).toBe(false)
  })
})

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { createSqliteMemoryStore } from '../../../src/adapters/sqlite/sqlite-memory-store.ts'
import { memoryStoreSuite } from '../../suites/memory-store.suite.ts'
import { temporaryDirectory } from '../../workbench.ts'

const directory = await temporaryDirectory()
const memory = createSqliteMemoryStore(directory.path)
afterAll(async () => {
  memory.close()
  await directory.remove()
})

memoryStoreSuite('SQLite', async () => memory)

const place = { tenant: 'local', scope: 'clerk' }
const asked = { limit: 10, floor: 0, at: 2 }

it('has what was remembered when it is opened again', async () => {
  await memory.remember(place, { id: 'a', text: 'a fact', labels: {}, at: 1 })
  memory.close()
  expect((await memory.recall(place, { ...asked, query: 'fact' })).entries).toMatchObject([{ text: 'a fact' }])
})

it('leaves a file of a newer version as it is', async () => {
  const other = await temporaryDirectory()
  const newer = new DatabaseSync(join(other.path, 'memory.db'))
  newer.exec('PRAGMA user_version = 9')
  newer.close()
  const store = createSqliteMemoryStore(other.path)
  await expect(store.recall(place, asked)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_NEWER' })
  await other.remove()
})

it('says that a folder that is not there cannot be used', async () => {
  const store = createSqliteMemoryStore(join(directory.path, 'missing'))
  await expect(store.recall(place, asked)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_UNUSABLE' })
})

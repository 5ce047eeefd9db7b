import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { SqliteJobStore } from '../../../src/adapters/sqlite/sqlite-job-store.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Meter } from '../../../src/ports/meter.ts'
import { silentLog, temporaryDirectory } from '../../workbench.ts'

/** A directory that lives as long as the test. */
export async function testDirectory(): Promise<string> {
  const { path, remove } = await temporaryDirectory()
  onTestFinished(remove)
  return path
}

/** A store that is closed at the end of the test at the latest. */
export function openStore(directory: string, parts: { log?: Log; meter?: Meter } = {}): SqliteJobStore {
  const store = openSqliteStore({ directory, log: silentLog, ...parts })
  onTestFinished(() => store.close())
  return store
}

/** What another tool could do to the file. */
export function withDataFile<T>(directory: string, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(directory, 'jobs.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}

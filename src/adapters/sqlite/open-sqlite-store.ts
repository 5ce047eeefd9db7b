import type { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../core/fault.ts'
import type { Log } from '../../ports/log.ts'
import type { Meter } from '../../ports/meter.ts'
import { lockDirectory } from './directory-lock.ts'
import { openDatabase } from './open-database.ts'
import { problemOf } from './sqlite-fault.ts'
import { createSqliteStore, type SqliteJobStore } from './sqlite-job-store.ts'

export interface SqliteStoreOptions {
  /** Made when it is missing. Holds `jobs.db` (with its `-wal` and `-shm`), `lock.db` and `pid`. */
  readonly directory: string
  readonly log: Log
  readonly meter?: Meter
}

/**
 * Takes the data directory for this process and opens the job store in it, made on first use.
 * Throws `DATA_DIRECTORY_IN_USE`, `DATA_DIRECTORY_NEWER` or `DATA_DIRECTORY_UNUSABLE`; nothing stays open then.
 */
export function openSqliteStore(options: SqliteStoreOptions): SqliteJobStore {
  const { directory } = options
  const unlock = lockDirectory(directory)
  let database: DatabaseSync | undefined
  try {
    database = openDatabase(directory)
    const store = createSqliteStore({ database, ...options })
    return {
      ...store,
      async close() {
        await store.close()
        unlock()
      },
    }
  } catch (thrown) {
    database?.close()
    unlock()
    if (thrown instanceof Fault) throw thrown
    throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: problemOf(thrown) }, { cause: thrown })
  }
}

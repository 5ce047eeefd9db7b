import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../core/fault.ts'
import { formatUpgrades } from './formats.ts'
import { isBusy, problemOf } from './sqlite-fault.ts'

/** A tool that writes to the file is waited for this long. The wait blocks the process. */
const busyTimeoutMs = 1_000

/**
 * Opens `jobs.db` in the directory, made or upgraded to the newest data format, which is kept in `user_version`.
 * Throws `DATA_DIRECTORY_NEWER` without touching the file, `DATA_DIRECTORY_UNUSABLE`, or `DATA_DIRECTORY_IN_USE` when
 * another program writes to the file.
 */
export function openDatabase(directory: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(directory, 'jobs.db'), { timeout: busyTimeoutMs })
    checkFormat(database, directory)
    database.exec('PRAGMA journal_mode = WAL')
    // In WAL mode anything less than FULL lets a power cut take back what was acknowledged.
    database.exec('PRAGMA synchronous = FULL')
    // The log is folded into the file every 16 MB, not every 4: a page that changes often is written there less often.
    database.exec('PRAGMA wal_autocheckpoint = 4000')
    // Undo of a single write goes to memory, not to a file that a full disk could refuse.
    database.exec('PRAGMA temp_store = MEMORY')
    upgrade(database)
    return database
  } catch (thrown) {
    database?.close()
    if (thrown instanceof Fault) throw thrown
    if (isBusy(thrown)) throw new Fault('DATA_DIRECTORY_IN_USE', { directory, pid: '' }, { cause: thrown })
    throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: problemOf(thrown) }, { cause: thrown })
  }
}

function checkFormat(database: DatabaseSync, directory: string): void {
  const found = formatOf(database)
  const supported = formatUpgrades.length
  if (found > supported) throw new Fault('DATA_DIRECTORY_NEWER', { directory, found, supported })
  const foreign = found === 0 && database.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined
  if (foreign) throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: 'jobs.db belongs to another program' })
}

/** One transaction: a crash leaves the old format or the new one. */
function upgrade(database: DatabaseSync): void {
  const found = formatOf(database)
  if (found === formatUpgrades.length) return
  database.exec('BEGIN IMMEDIATE')
  for (const script of formatUpgrades.slice(found)) database.exec(script)
  database.exec(`PRAGMA user_version = ${formatUpgrades.length}`)
  database.exec('COMMIT')
}

function formatOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lockDirectory } from '../adapters/sqlite/directory-lock.ts'
import { formatUpgrades } from '../adapters/sqlite/formats.ts'
import { Fault } from '../core/fault.ts'

/**
 * Whether a runtime could start on this data directory, now: the fault is the one it would meet. A directory that does
 * not exist is fine. The jobs are not touched, and no format is upgraded.
 */
export function inspectDataDirectory(directory: string): { readonly fault?: Fault } {
  try {
    if (existsSync(join(directory, 'lock.db'))) lockDirectory(directory)()
    if (existsSync(join(directory, 'jobs.db'))) checkFormat(directory)
    return {}
  } catch (thrown) {
    if (thrown instanceof Fault) return { fault: thrown }
    const problem = thrown instanceof Error ? thrown.message : String(thrown)
    return { fault: new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem }, { cause: thrown }) }
  }
}

function checkFormat(directory: string): void {
  const database = new DatabaseSync(join(directory, 'jobs.db'), { readOnly: true })
  try {
    const found = Number(database.prepare('PRAGMA user_version').get()?.user_version)
    const supported = formatUpgrades.length
    if (found > supported) throw new Fault('DATA_DIRECTORY_NEWER', { directory, found, supported })
  } finally {
    database.close()
  }
}

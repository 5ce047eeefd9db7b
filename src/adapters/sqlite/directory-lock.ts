import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../core/fault.ts'
import { isBusy, problemOf } from './sqlite-fault.ts'

/**
 * Makes the data directory and takes it for this process.
 *
 * The lock is an exclusive transaction on an empty database of its own: the operating system drops it when the process
 * ends, however it ends, and `jobs.db` stays readable for other tools meanwhile. The file `pid` only says who holds it.
 * Throws `DATA_DIRECTORY_IN_USE` or `DATA_DIRECTORY_UNUSABLE`; the answer gives the directory back, also when called twice.
 */
export function lockDirectory(directory: string): () => void {
  const pidFile = join(directory, 'pid')
  let lock: DatabaseSync | undefined
  try {
    makeDirectory(directory)
    lock = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
    writeFileSync(pidFile, `${process.pid}\n`)
  } catch (thrown) {
    lock?.close()
    if (isBusy(thrown)) throw new Fault('DATA_DIRECTORY_IN_USE', { directory, pid: writtenPid(pidFile) })
    throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: problemOf(thrown) }, { cause: thrown })
  }
  const held = lock
  return () => {
    if (held.isOpen) held.close()
  }
}

/** With the directories above it. Node's own way never comes back from where none can be made, such as /proc. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return
  makeDirectory(dirname(directory))
  try {
    mkdirSync(directory)
  } catch (thrown) {
    // Another process may have been quicker.
    if (!existsSync(directory)) throw thrown
  }
}

function writtenPid(pidFile: string): string {
  try {
    const pid = readFileSync(pidFile, 'utf8').trim()
    return /^\d+$/.test(pid) ? ` (pid ${pid})` : ''
  } catch {
    return ''
  }
}

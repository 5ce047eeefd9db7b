import type { DatabaseSync } from 'node:sqlite'
import { breaksTransaction, storeFault } from './sqlite-fault.ts'

/**
 * Puts the writes of everybody who is ready into one transaction, so that one fsync serves them all.
 *
 * G1 A promise settles only after the COMMIT that holds its write.
 * G2 Writes are carried out in the order they came; each sees those before it.
 * G3 A write that throws is undone alone; its neighbours are kept.
 * G4 A transaction that fails leaves nothing behind and fails all its writes with the same fault.
 *
 * It does not wait for company: the flush runs as soon as the present turn of the event loop has handled its input, so
 * a lone write pays one fsync, and whatever arrives during that fsync forms the next group.
 */
export interface GroupCommit {
  /** `apply` runs later, inside the transaction, and must be synchronous. */
  write<T>(operation: string, apply: () => T): Promise<T>
  /** The same for an `apply` with at most one statement that changes anything: SQLite itself undoes one that fails (G3). */
  writeOne<T>(operation: string, apply: () => T): Promise<T>
  /** Commits what is waiting, then refuses further writes with `STORE_UNAVAILABLE`. */
  close(): void
}

export interface GroupCommitOptions {
  readonly directory: string
  /** Told after each commit: how many writes it held and how long it took. */
  readonly committed?: (writes: number, ms: number) => void
}

/** Bounds the time that one transaction keeps the process from doing anything else. */
const maxWritesPerGroup = 1_000

interface Write {
  readonly operation: string
  readonly apply: () => unknown
  readonly isOne: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (thrown: unknown) => void
}

export function createGroupCommit(database: DatabaseSync, options: GroupCommitOptions): GroupCommit {
  const transact = transaction(database, options)
  let waiting: Write[] = []
  let flushing: NodeJS.Immediate | undefined
  let closed = false

  const flush = (): void => {
    const group = waiting.slice(0, maxWritesPerGroup)
    waiting = waiting.slice(maxWritesPerGroup)
    flushing = waiting.length > 0 ? setImmediate(flush) : undefined
    for (const settle of transact(group)) settle()
  }
  const add = <T>(operation: string, apply: () => T, isOne: boolean): Promise<T> => {
    if (closed)
      return Promise.reject(storeFault(new Error('it is closed'), { operation, directory: options.directory }))
    return new Promise<T>((resolve, reject) => {
      waiting.push({ operation, apply, isOne, resolve: resolve as (value: unknown) => void, reject })
      flushing ??= setImmediate(flush)
    })
  }
  return {
    write: (operation, apply) => add(operation, apply, false),
    writeOne: (operation, apply) => add(operation, apply, true),
    close() {
      closed = true
      while (waiting.length > 0) flush()
      clearImmediate(flushing)
    },
  }
}

type Settle = () => void

/** Carries a group out and answers how to settle each of its writes. */
function transaction(database: DatabaseSync, options: GroupCommitOptions): (group: readonly Write[]) => Settle[] {
  const { directory, committed } = options
  const carryOut = writeCarrier(database, directory)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  return (group) => {
    const startedAt = performance.now()
    try {
      begin.run()
      const settled = group.map(carryOut)
      commit.run()
      committed?.(group.length, performance.now() - startedAt)
      return settled
    } catch (thrown) {
      rollBack(database)
      return group.map(
        ({ operation, reject }) =>
          () =>
            reject(storeFault(thrown, { operation, directory })),
      )
    }
  }
}

/** One write inside the open transaction (G3); throws when the transaction is lost with it (G4). */
function writeCarrier(database: DatabaseSync, directory: string): (write: Write) => Settle {
  const mark = database.prepare('SAVEPOINT write')
  const keep = database.prepare('RELEASE write')
  const undo = database.prepare('ROLLBACK TO write')
  return ({ operation, apply, isOne, resolve, reject }) => {
    // A mark makes SQLite copy each page before it changes it.
    if (!isOne) mark.run()
    try {
      const value = apply()
      if (!isOne) keep.run()
      return () => resolve(value)
    } catch (thrown) {
      if (breaksTransaction(thrown)) throw thrown
      if (!isOne) {
        undo.run()
        keep.run()
      }
      return () => reject(storeFault(thrown, { operation, directory }))
    }
  }
}

/** A full disk or an I/O error has ended the transaction already; a busy database has not. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // The next BEGIN fails then, and its writes with it: nothing is acknowledged that is not stored.
  }
}

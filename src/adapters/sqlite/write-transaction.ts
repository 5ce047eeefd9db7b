import type { DatabaseSync } from 'node:sqlite'
import { createDefinitionRows } from './definition-rows.ts'
import { createJobRows } from './job-rows.ts'
import { createResultRows } from './result-rows.ts'
import { breaksTransaction } from './sqlite-fault.ts'
import type { StoreWrite, WriteOutcome } from './store-write.ts'

/**
 * Carries a group of writes out in one transaction, and answers when it is on the disk.
 *
 * G2 Writes are carried out in their order; each sees those before it.
 * G3 A write that fails is undone alone; its neighbours are kept.
 * G4 A transaction that fails leaves nothing behind, and is the outcome of all its writes. Never throws.
 */
export function createWriteTransaction(database: DatabaseSync): (group: readonly StoreWrite[]) => WriteOutcome[] {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const carryOut = alone(database, createWriter(database))
  return (group) => {
    try {
      begin.run()
      const outcomes = group.map(carryOut)
      commit.run()
      return outcomes
    } catch (thrown) {
      rollBack(database)
      return group.map(() => ({ thrown }))
    }
  }
}

function createWriter(database: DatabaseSync): (write: StoreWrite) => boolean {
  const jobs = createJobRows(database)
  const results = createResultRows(database)
  const definitions = createDefinitionRows(database)
  return ([operation, columns]) => {
    switch (operation) {
      case 'createJob':
        return jobs.create(columns)
      case 'saveJob':
        return jobs.save(columns)
      case 'claimResult':
        return results.claim(columns)
      case 'recordResult':
        return results.record(columns)
      case 'putDefinition':
        return definitions.put(columns)
    }
  }
}

/** One write inside the open transaction (G3); throws when the transaction is lost with it (G4). */
function alone(database: DatabaseSync, carryOut: (write: StoreWrite) => boolean): (write: StoreWrite) => WriteOutcome {
  const mark = database.prepare('SAVEPOINT write')
  const keep = database.prepare('RELEASE write')
  const undo = database.prepare('ROLLBACK TO write')
  return (write) => {
    // SQLite itself undoes a statement that fails. A mark makes it copy each page before it changes it.
    const isOne = isOneStatement(write)
    if (!isOne) mark.run()
    try {
      const outcome = carryOut(write)
      if (!isOne) keep.run()
      return outcome
    } catch (thrown) {
      if (breaksTransaction(thrown)) throw thrown
      if (!isOne) {
        undo.run()
        keep.run()
      }
      return { thrown }
    }
  }
}

/** Whether at most one of its statements can fail and leave the transaction alive. */
function isOneStatement([operation, columns]: StoreWrite): boolean {
  if (operation !== 'createJob') return true
  const [, , , , labels, input] = columns
  return labels.length === 0 && input === undefined
}

/** A full disk or an I/O error has ended the transaction already; a busy database has not. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // The next BEGIN fails then, and its writes with it: nothing is acknowledged that is not stored.
  }
}

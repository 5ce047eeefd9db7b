import type { DatabaseSync } from 'node:sqlite'
import { createDefinitionRows } from './definition-rows.ts'
import type { CreatedColumns, SavedColumns } from './job-record.ts'
import { createJobRows } from './job-rows.ts'
import { createResultRows, isRecordOf } from './result-rows.ts'
import { breaksTransaction } from './sqlite-fault.ts'
import type { StoreWrite, WriteOutcome } from './store-write.ts'

/**
 * Carries a group of writes out in one transaction, and answers when it is on the disk.
 *
 * G2 Writes are carried out in their order; each sees those before it.
 * G3 A write of a job or a definition that fails is undone alone; its neighbours are kept.
 * G4 A claim or record that fails takes the transaction with it, since saves of its job rest on it. A transaction that
 *    fails leaves nothing behind, and throws why.
 */
export function createWriteTransaction(database: DatabaseSync): (group: readonly StoreWrite[]) => WriteOutcome[] {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const carryOut = createWriter(database)
  return (group) => {
    try {
      begin.run()
      const outcomes = carryOut(group)
      commit.run()
      return outcomes
    } catch (thrown) {
      rollBack(database)
      throw thrown
    }
  }
}

/** Throws when the transaction is lost (G4). */
function createWriter(database: DatabaseSync): (group: readonly StoreWrite[]) => WriteOutcome[] {
  const jobs = createJobRows(database)
  const results = createResultRows(database)
  const definitions = createDefinitionRows(database)
  const alone = createUndo(database)
  const carryOut = (write: StoreWrite): WriteOutcome => {
    const [operation, columns] = write
    switch (operation) {
      case 'createJob':
        return alone(isOneStatement(columns), () => jobs.create(columns))
      case 'saveJob':
        return alone(hasNoParts(columns), () => jobs.save(columns))
      case 'claimResult':
        return results.claim(columns)
      case 'recordResult':
        return results.record(columns)
      case 'putDefinition':
        return alone(true, () => definitions.put(columns))
    }
  }
  return (group) => {
    const outcomes: WriteOutcome[] = []
    for (const [index, write] of group.entries()) {
      // It went with the one before.
      if (index < outcomes.length) continue
      const next = group[index + 1]
      const isShort = write[0] === 'claimResult' && next?.[0] === 'recordResult' && isRecordOf(next[1], write[1])
      if (isShort && results.claimAndRecord(write[1], next[1])) outcomes.push(true, true)
      else outcomes.push(carryOut(write))
    }
    return outcomes
  }
}

type Undo = (isOneStatement: boolean, carryOut: () => boolean) => WriteOutcome

/** One write inside the open transaction, undone when it fails (G3); throws when the transaction is lost with it. */
function createUndo(database: DatabaseSync): Undo {
  const mark = database.prepare('SAVEPOINT write')
  const keep = database.prepare('RELEASE write')
  const undo = database.prepare('ROLLBACK TO write')
  return (isOne, carryOut) => {
    // SQLite itself undoes a statement that fails. A mark makes it copy each page before it changes it.
    if (!isOne) mark.run()
    try {
      const outcome = carryOut()
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
function isOneStatement([saved, , , , labels, input]: CreatedColumns): boolean {
  return labels.length === 0 && input === undefined && hasNoParts(saved)
}

function hasNoParts([, , , , , , , changedParts]: SavedColumns): boolean {
  return changedParts.length === 0
}

/** A full disk or an I/O error has ended the transaction already; a busy database has not. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // The next BEGIN fails then, and its writes with it: nothing is acknowledged that is not stored.
  }
}

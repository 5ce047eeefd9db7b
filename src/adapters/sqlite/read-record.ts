import { Fault } from '../../core/fault.ts'
import type { Log } from '../../ports/log.ts'
import { problemOf } from './sqlite-fault.ts'

/** The value of a stored JSON text; throws `STORE_RECORD_UNREADABLE` naming the record. */
export function readRecord<T>(record: string, text: unknown): T {
  return reading(record, () => JSON.parse(String(text)) as T)
}

/** Throws `STORE_RECORD_UNREADABLE` naming the record, whatever `read` throws. */
export function reading<T>(record: string, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    throw new Fault('STORE_RECORD_UNREADABLE', { record, problem: problemOf(thrown) }, { cause: thrown })
  }
}

/** Reads each row; one that is unreadable is left out and logged, so that it does not hide the others. */
export function readEach<Row, T>(rows: readonly Row[], read: (row: Row) => T, log: Log): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)]
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown
      log('error', thrown.message, { code: thrown.code })
      return []
    }
  })
}

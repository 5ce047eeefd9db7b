import type { DatabaseSync } from 'node:sqlite'
import type { Definition } from '../../core/definition.ts'
import { readRecord } from './read-record.ts'

/** The record is JSON. */
export type DefinitionColumns = readonly [hash: string, record: string]

/** The statements over the definitions table, each carried out at once. */
export interface DefinitionRows {
  has(hash: string): boolean
  /** False, and changes nothing, when the hash is there. */
  put(columns: DefinitionColumns): boolean
  load(hash: string): Definition | undefined
}

export function createDefinitionRows(database: DatabaseSync): DefinitionRows {
  const insert = database.prepare('INSERT INTO definitions (hash, record) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const select = database.prepare('SELECT record FROM definitions WHERE hash = ?')
  const exists = database.prepare('SELECT 1 FROM definitions WHERE hash = ?')
  return {
    has: (hash) => exists.get(hash) !== undefined,
    put: ([hash, record]) => insert.run(hash, record).changes === 1,
    load(hash) {
      const row = select.get(hash)
      return row === undefined ? undefined : readRecord<Definition>(`Definition ${hash}`, row.record)
    },
  }
}

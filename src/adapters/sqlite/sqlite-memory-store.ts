import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { boundMemory, type MemoryEntry, memoryBounds } from '../../core/memory.ts'
import { type Corpus, queryWordsOf, recallFrom, wordsOf } from '../../core/memory-ranking.ts'
import type { MemoryPlace, MemoryStore } from '../../ports/memory-store.ts'
import { openMemoryDatabase } from './memory-database.ts'
import { storeFault } from './sqlite-fault.ts'

export interface SqliteMemoryStore extends MemoryStore {
  close(): void
}

/**
 * Memory in `memory.db` of the data directory, which is opened by its first use: most projects have none.
 *
 * FTS5 finds the texts that share a word with the query; the ranking of core weighs them, as on AWS. SQLite's own `bm25()`
 * would count the texts of every tenant.
 *
 * Throws `DATA_DIRECTORY_NEWER` and `DATA_DIRECTORY_UNUSABLE` besides.
 */
export function createSqliteMemoryStore(directory: string): SqliteMemoryStore {
  let opened: { readonly database: DatabaseSync; readonly rows: MemoryRows } | undefined
  const rows = () => {
    if (opened === undefined) {
      const database = openMemoryDatabase(directory)
      opened = { database, rows: createMemoryRows(database) }
    }
    return opened.rows
  }
  const run = <T>(operation: string, work: () => T): T => {
    try {
      return work()
    } catch (thrown) {
      throw storeFault(thrown, { operation, directory })
    }
  }
  return {
    remember: async (place, entry) => run('remember', () => rows().remember(place, entry)),
    recall: async (place, asked) =>
      run('recall', () => {
        const { query, at } = asked
        const after = at - memoryBounds.keepMs
        return recallFrom(
          query === undefined ? rows().newest(place, after) : rows().find(place, { query, after }),
          asked,
        )
      }),
    forget: async (place, id) => run('forget', () => rows().forget(place, id)),
    close() {
      opened?.database.close()
      opened = undefined
    },
  }
}

interface MemoryRows {
  remember(place: MemoryPlace, entry: MemoryEntry): { readonly forgotten: number }
  newest(place: MemoryPlace, after: number): Corpus
  /** With every text that shares a word with the query. */
  find(place: MemoryPlace, asked: { readonly query: string; readonly after: number }): Corpus
  forget(place: MemoryPlace, id: string): void
}

type Columns = Readonly<Record<string, unknown>>

function createMemoryRows(database: DatabaseSync): MemoryRows {
  const columns = 'id, at, text, labels'
  const ofPlace = 'tenant = ? AND scope = ?'
  const insert = database.prepare(
    'INSERT INTO entries (tenant, scope, id, at, text, labels, words) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertWords = database.prepare('INSERT INTO found (rowid, words) VALUES (?, ?)')
  const deleteRow = database.prepare('DELETE FROM entries WHERE row = ?')
  const deleteWords = database.prepare('DELETE FROM found WHERE rowid = ?')
  const byId = database.prepare(`SELECT row FROM entries WHERE ${ofPlace} AND id = ?`)
  const tooOld = database.prepare('SELECT row FROM entries WHERE at <= ? LIMIT 100')
  const newest = database.prepare(
    `SELECT ${columns} FROM entries WHERE ${ofPlace} AND at > ? ORDER BY at DESC, entries.row DESC`,
  )
  const size = database.prepare(
    `SELECT count(*) AS size, avg(words) AS average FROM entries WHERE ${ofPlace} AND at > ?`,
  )
  // CROSS: the words are looked for once, and not again for each entry of the scope.
  const matching = database.prepare(
    `SELECT ${columns} FROM found CROSS JOIN entries ON entries.row = found.rowid
     WHERE found MATCH ? AND ${ofPlace} AND at > ? ORDER BY at DESC, entries.row DESC`,
  )
  const remove = ({ row }: Columns) => {
    deleteWords.run(Number(row))
    deleteRow.run(Number(row))
  }
  const listed = ({ tenant, scope }: MemoryPlace, after: number) => newest.all(tenant, scope, after).map(entryOf)
  const forget = ({ tenant, scope }: MemoryPlace, id: string) => {
    for (const found of byId.all(tenant, scope, id)) remove(found)
  }
  return {
    remember: (place, entry) =>
      inTransaction(database, () => {
        forget(place, entry.id)
        for (const old of tooOld.all(entry.at - memoryBounds.keepMs)) remove(old)
        const words = wordsOf(entry.text)
        const { tenant, scope } = place
        const { id, at, text, labels } = entry
        const { lastInsertRowid } = insert.run(tenant, scope, id, at, text, JSON.stringify(labels), words.length)
        insertWords.run(lastInsertRowid, [wordOf(place), ...new Set(words)].join(' '))
        const { beyond } = boundMemory(listed(place, Number.NEGATIVE_INFINITY))
        for (const { id: old } of beyond) forget(place, old)
        return { forgotten: beyond.length }
      }),
    newest(place, after) {
      return { texts: listed(place, after) }
    },
    find(place, { query, after }) {
      const words = queryWordsOf(query).map((word) => `"${word}"`)
      if (words.length === 0) return { texts: [] }
      const { tenant, scope } = place
      const match = `"${wordOf(place)}" AND (${words.join(' OR ')})`
      const texts = matching.all(match, tenant, scope, after).map(entryOf)
      const counted = size.get(tenant, scope, after)
      return { texts, whole: { size: Number(counted?.size), averageWords: Number(counted?.average) } }
    },
    forget: (place, id) => inTransaction(database, () => forget(place, id)),
  }
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const done = work()
    database.exec('COMMIT')
    return done
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw thrown
  }
}

function entryOf({ id, at, text, labels }: Columns): MemoryEntry {
  return { id: String(id), at: Number(at), text: String(text), labels: JSON.parse(String(labels)) }
}

/** Stands for a tenant's scope among the words. */
function wordOf({ tenant, scope }: MemoryPlace): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, scope]))
    .digest('hex')
    .slice(0, 32)
}

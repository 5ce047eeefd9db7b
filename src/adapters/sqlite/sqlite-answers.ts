/**
 * Answers of models in `cache.db` of the data directory, a file that anyone may delete.
 *
 * 1. It is opened by the first use: a project without a cache has no such file.
 * 2. It never grows beyond `maxBytes`: when it is full, what expires first makes room.
 * 3. A file that cannot be read is thrown away and made anew.
 *
 * Nothing waits for the disk: a power cut may take answers back, and the next one asks the model again.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isKeepable } from '../../core/answer-size.ts'
import type { AnswerStore } from '../../ports/answer-store.ts'
import type { Clock } from '../../ports/clock.ts'
import { isFull, storeFault } from './sqlite-fault.ts'

export interface SqliteAnswersOptions {
  /** The data directory, which is there. */
  readonly directory: string
  readonly clock: Pick<Clock, 'now'>
  /** 64 MB by default. */
  readonly maxBytes?: number
}

export interface SqliteAnswers extends AnswerStore {
  close(): void
}

const pageBytes = 4_096
const usualMaxBytes = 64 * 1_024 * 1_024
/** Of the statements below. Another one is a file of another version. */
const format = 1

export function createSqliteAnswers(options: SqliteAnswersOptions): SqliteAnswers {
  const { directory, clock } = options
  let opened: AnswerRows | undefined
  const within = <T>(operation: string, work: (rows: AnswerRows) => T): T => {
    try {
      opened ??= openRows(options)
      return work(opened)
    } catch (thrown) {
      throw storeFault(thrown, { operation, directory })
    }
  }
  return {
    async get(key) {
      return within('getAnswer', ({ get }) => get(key))
    },
    async put(key, answer) {
      if (!isKeepable(answer.text)) return
      within('putAnswer', (rows) => {
        rows.forgetUntil(clock.now())
        try {
          rows.put(key, answer)
        } catch (thrown) {
          if (!isFull(thrown)) throw thrown
          rows.forgetHalf()
          rows.put(key, answer)
        }
      })
    },
    close() {
      opened?.close()
      opened = undefined
    },
  }
}

type AnswerRows = ReturnType<typeof rowsIn>

function openRows(options: SqliteAnswersOptions): AnswerRows {
  const path = join(options.directory, 'cache.db')
  try {
    return rowsIn(path, options)
  } catch {
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    return rowsIn(path, options)
  }
}

function rowsIn(path: string, { maxBytes = usualMaxBytes }: SqliteAnswersOptions) {
  const database = new DatabaseSync(path)
  try {
    prepare(database, maxBytes)
    return statements(database)
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

function prepare(database: DatabaseSync, maxBytes: number): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (found !== 0 && found !== format) throw new Error(`it has format ${found}`)
  database.exec(`PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    PRAGMA max_page_count = ${Math.ceil(maxBytes / pageBytes)};
    CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS answers_by_expiry ON answers (expires_at);
    PRAGMA user_version = ${format}`)
}

function statements(database: DatabaseSync) {
  const get = database.prepare('SELECT answer, expires_at FROM answers WHERE key = ?')
  const put = database.prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?)')
  const forgetUntil = database.prepare('DELETE FROM answers WHERE expires_at <= ?')
  const forgetHalf = database.prepare(`DELETE FROM answers WHERE key IN
    (SELECT key FROM answers ORDER BY expires_at LIMIT (SELECT (count(*) + 1) / 2 FROM answers))`)
  return {
    get(key: string) {
      const row = get.get(key)
      return row === undefined ? undefined : { text: String(row.answer), expiresAt: Number(row.expires_at) }
    },
    put: (key: string, { text, expiresAt }: { text: string; expiresAt: number }) => void put.run(key, text, expiresAt),
    forgetUntil: (now: number) => void forgetUntil.run(now),
    forgetHalf: () => void forgetHalf.run(),
    close: () => database.close(),
  }
}

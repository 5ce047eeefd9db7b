import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Fault } from '../../core/fault.ts'
import { problemOf } from './sqlite-fault.ts'

/** A tool that writes to the file is waited for this long. The wait blocks the process. */
const busyTimeoutMs = 1_000
const format = 1

/**
 * Opens `memory.db` in the directory, made on first use. Throws `DATA_DIRECTORY_NEWER` without touching the file, or
 * `DATA_DIRECTORY_UNUSABLE`.
 */
export function openMemoryDatabase(directory: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(directory, 'memory.db'), { timeout: busyTimeoutMs })
    const found = Number(database.prepare('PRAGMA user_version').get()?.user_version)
    if (found > format) throw new Fault('DATA_DIRECTORY_NEWER', { directory, found, supported: format })
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    if (found === 0) database.exec(tables)
    return database
  } catch (thrown) {
    database?.close()
    if (thrown instanceof Fault) throw thrown
    throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: problemOf(thrown) }, { cause: thrown })
  }
}

/**
 * `found` has each text's words as the ranking counts them, and a word that stands for the tenant and the scope: looking
 * for it with the others keeps to the place. Its ASCII tokenizer takes what is between spaces as it is.
 */
const tables = `
  BEGIN IMMEDIATE;
  CREATE TABLE entries (
    row INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    scope TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    labels TEXT NOT NULL,
    words INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_id ON entries (tenant, scope, id);
  CREATE INDEX entries_newest ON entries (tenant, scope, at, row);
  CREATE INDEX entries_oldest ON entries (at);
  CREATE VIRTUAL TABLE found USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
  PRAGMA user_version = ${format};
  COMMIT;
`

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { inspectDataDirectory } from '../../src/dev/inspect-data-directory.ts'

const directories: string[] = []

function aDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-data-'))
  directories.push(directory)
  return directory
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

describe('a data directory that is looked at', () => {
  it('is fine when it does not exist, is empty, or was closed', async () => {
    const directory = aDirectory()
    expect(inspectDataDirectory(join(directory, 'none'))).toEqual({})
    expect(inspectDataDirectory(directory)).toEqual({})
    await openSqliteStore({ directory, log: () => undefined }).close()
    expect(inspectDataDirectory(directory)).toEqual({})
  })

  it('is in use while a store is open, and stays open', async () => {
    const directory = aDirectory()
    const store = openSqliteStore({ directory, log: () => undefined })
    expect(inspectDataDirectory(directory).fault?.code).toBe('DATA_DIRECTORY_IN_USE')
    await store.close()
  })

  it('is too new when a later version wrote it', async () => {
    const directory = aDirectory()
    await openSqliteStore({ directory, log: () => undefined }).close()
    const database = new DatabaseSync(join(directory, 'jobs.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(inspectDataDirectory(directory).fault?.code).toBe('DATA_DIRECTORY_NEWER')
  })

  it('is unusable when its database is something else', () => {
    const directory = aDirectory()
    writeFileSync(join(directory, 'jobs.db'), 'not a database, but long enough to be read as one'.repeat(20))
    expect(inspectDataDirectory(directory).fault?.code).toBe('DATA_DIRECTORY_UNUSABLE')
  })
})

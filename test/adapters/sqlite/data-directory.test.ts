import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatUpgrades } from '../../../src/adapters/sqlite/formats.ts'
import { aJob } from '../../builders.ts'
import { openStore, testDirectory, withDataFile } from './opened-store.ts'

const writer = fileURLToPath(new URL('../../fixtures/store-writer.ts', import.meta.url))

describe('the data directory', () => {
  it('is made on first use, with the directories above it', async () => {
    const directory = join(await testDirectory(), 'a', 'b')
    expect(await openStore(directory).createJob(aJob())).toEqual({ created: true })
  })

  it('belongs to one process at a time, which the fault names, until that process is killed', async () => {
    const directory = await testDirectory()
    const child = spawn(process.execPath, [writer, directory, 'other'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    const inUse = { code: 'DATA_DIRECTORY_IN_USE', message: expect.stringContaining(`(pid ${child.pid})`) }
    expect(() => openStore(directory)).toThrow(expect.objectContaining(inUse))
    const ended = once(child, 'close')
    child.stdout.resume()
    child.kill('SIGKILL')
    await ended
    expect(await openStore(directory).createJob(aJob())).toEqual({ created: true })
  })

  it('belongs to one store of a process at a time', async () => {
    const directory = await testDirectory()
    const store = openStore(directory)
    const inUse = { code: 'DATA_DIRECTORY_IN_USE', message: expect.stringContaining(`(pid ${process.pid})`) }
    expect(() => openStore(directory)).toThrow(expect.objectContaining(inUse))
    await store.close()
    expect(await openStore(directory).loadJob('job1')).toBeUndefined()
  })

  it('is readable for other tools while the store is open', async () => {
    const directory = await testDirectory()
    await openStore(directory).createJob(aJob())
    const status = withDataFile(directory, (file) => file.prepare('SELECT job_id, status FROM jobs').get())
    expect({ ...status }).toEqual({ job_id: 'job1', status: 'pending' })
  })

  it('is left alone when its format is newer', async () => {
    const directory = await testDirectory()
    await openStore(directory).close()
    const newest = formatUpgrades.length
    withDataFile(directory, (file) => file.exec(`PRAGMA user_version = ${newest + 1}; PRAGMA journal_mode = DELETE`))
    const before = await readFile(join(directory, 'jobs.db'))
    const message = `Data directory ${directory} has format ${newest + 1}; this version reads up to ${newest}`
    expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'DATA_DIRECTORY_NEWER', message }))
    expect(await readFile(join(directory, 'jobs.db'))).toEqual(before)
    withDataFile(directory, (file) => file.exec(`PRAGMA user_version = ${newest}`))
    expect(await openStore(directory).createJob(aJob())).toEqual({ created: true })
  })

  it.each([
    ['a file', 'file'],
    ['below a file', 'file/data'],
    ['where none can be made', '/proc/data'],
  ])('is refused when it is %s', async (_name, path) => {
    const parent = await testDirectory()
    await writeFile(join(parent, 'file'), '')
    const unusable = { code: 'DATA_DIRECTORY_UNUSABLE', hint: expect.stringContaining('--data') }
    expect(() => openStore(resolve(parent, path))).toThrow(expect.objectContaining(unusable))
  })

  it('is refused when its file is no database, and not locked afterwards', async () => {
    const directory = await testDirectory()
    await writeFile(join(directory, 'jobs.db'), 'these are not the bytes you are looking for'.repeat(100))
    const unusable = { code: 'DATA_DIRECTORY_UNUSABLE', message: expect.stringContaining('not a database') }
    for (const _ of [1, 2]) expect(() => openStore(directory)).toThrow(expect.objectContaining(unusable))
  })

  it('is refused when its database belongs to another program, which stays as it was', async () => {
    const directory = await testDirectory()
    withDataFile(directory, (file) => file.exec('CREATE TABLE theirs (x)'))
    const unusable = { code: 'DATA_DIRECTORY_UNUSABLE', message: expect.stringContaining('another program') }
    expect(() => openStore(directory)).toThrow(expect.objectContaining(unusable))
    const tables = withDataFile(directory, (file) => file.prepare('SELECT name FROM sqlite_schema').all())
    expect(tables).toHaveLength(1)
  })
})

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFolderBlobStore } from '../../../src/adapters/local/folder-blob-store.ts'
import { blobStoreSuite } from '../../suites/blob-store.suite.ts'
import { temporaryDirectory } from '../../workbench.ts'

blobStoreSuite('folder', async () => {
  const { path, remove } = await temporaryDirectory()
  return { blobs: openFolderBlobStore(join(path, 'blobs')), close: remove }
})

describe('the folder of blobs', () => {
  it('holds each value as a readable file, and nothing unfinished', async () => {
    const folder = await testFolder()
    await openFolderBlobStore(folder).put('outputs/job1/report.md', Buffer.from('# Report'))
    expect(await readFile(join(folder, 'outputs/job1/@report.md'), 'utf8')).toBe('# Report')
    expect(await readdir(join(folder, '+new'))).toEqual([])
  })

  it('has the values again when it is opened again, without what a killed process left unfinished', async () => {
    const folder = await testFolder()
    await openFolderBlobStore(folder).put('a/b', Buffer.from('kept'))
    await writeFile(join(folder, '+new', 'half'), 'unfin')
    const blobs = openFolderBlobStore(folder)
    expect(Buffer.from(await blobs.get('a/b')).toString()).toBe('kept')
    expect(await readdir(join(folder, '+new'))).toEqual([])
  })

  it('keeps the old value and cleans up when the new one cannot be put in place', async () => {
    const folder = await testFolder()
    const blobs = openFolderBlobStore(folder)
    await mkdir(join(folder, '@taken', 'inside'), { recursive: true })
    const failing = blobs.put('taken', Buffer.from('x'))
    await expect(failing).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    expect(await readdir(join(folder, '+new'))).toEqual([])
    expect(await readdir(join(folder, '@taken'))).toEqual(['inside'])
  })

  it('cannot be opened below a file', async () => {
    const folder = await testFolder()
    await writeFile(join(folder, 'file'), '')
    const unusable = expect.objectContaining({ code: 'DATA_DIRECTORY_UNUSABLE' })
    expect(() => openFolderBlobStore(join(folder, 'file', 'blobs'))).toThrow(unusable)
  })
})

async function testFolder(): Promise<string> {
  const { path, remove } = await temporaryDirectory()
  onTestFinished(remove)
  return path
}

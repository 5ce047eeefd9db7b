import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { blobKeyNames } from '../../core/blob-key.ts'
import { Fault } from '../../core/fault.ts'
import type { BlobStore } from '../../ports/blob-store.ts'

/**
 * Blobs as files below one folder: the blob `a/b.json` is the file `a/@b.json`, so that a blob `a` and a blob `a/b` do
 * not want the same name. Neither `@` nor `+` can be in a key.
 *
 * A value is written to `+new`, synced, then renamed into place, and its folder synced: a reader sees the whole value or
 * none of it, whenever the process ends. What a killed process left in `+new` is removed when the folder is opened.
 *
 * Throws `DATA_DIRECTORY_UNUSABLE`.
 */
export function openFolderBlobStore(directory: string): BlobStore {
  const unfinished = join(directory, '+new')
  try {
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true })
  } catch (thrown) {
    throw new Fault('DATA_DIRECTORY_UNUSABLE', { directory, problem: problemOf(thrown) }, { cause: thrown })
  }
  return {
    async put(key, bytes) {
      const target = join(directory, pathOf(key))
      const temporary = join(unfinished, randomUUID())
      try {
        await writeSynced(temporary, bytes)
        await makeFolder(dirname(target))
        await rename(temporary, target)
        await syncFolder(dirname(target))
      } catch (thrown) {
        await rm(temporary, { force: true }).catch(() => undefined)
        throw blobFault(thrown, directory)
      }
    },
    async get(key) {
      try {
        return new Uint8Array(await readFile(join(directory, pathOf(key))))
      } catch (thrown) {
        if (isSystemError(thrown) && thrown.code === 'ENOENT') throw new Fault('BLOB_MISSING', { key })
        throw blobFault(thrown, directory)
      }
    },
  }
}

function pathOf(key: string): string {
  const names = blobKeyNames(key)
  return join(...names.slice(0, -1), `@${names.at(-1)}`)
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A new folder lasts only when the folder above it was synced, up to the first that was there before. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let folder = path; folder !== dirname(first); folder = dirname(folder)) await syncFolder(dirname(folder))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const fullCodes = ['ENOSPC', 'EDQUOT']

function blobFault(thrown: unknown, directory: string): Fault {
  if (thrown instanceof Fault) return thrown
  const options = { cause: thrown, retryable: true }
  const full = isSystemError(thrown) && fullCodes.includes(thrown.code ?? '')
  if (full) return new Fault('STORE_FULL', { directory }, options)
  return new Fault('STORE_UNAVAILABLE', { operation: 'a blob', problem: problemOf(thrown) }, options)
}

function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'code' in thrown
}

function problemOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

import { blobKeyNames } from '../../core/blob-key.ts'
import { Fault } from '../../core/fault.ts'
import type { BlobStore } from '../../ports/blob-store.ts'

/** Blobs in memory, for tests and the simulator. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>()
  return {
    async put(key, bytes) {
      blobs.set(nameOf(key), new Uint8Array(bytes))
    },
    async get(key) {
      const bytes = blobs.get(nameOf(key))
      if (bytes === undefined) throw new Fault('BLOB_MISSING', { key })
      return new Uint8Array(bytes)
    },
  }
}

function nameOf(key: string): string {
  return blobKeyNames(key).join('/')
}

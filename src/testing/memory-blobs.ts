import { Fault } from '../core/fault.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** Files of one try, kept in memory. */
export interface MemoryBlobs extends BlobStore {
  /** Key and size of everything that was put. */
  list(): readonly { readonly key: string; readonly bytes: number }[]
}

export function createMemoryBlobs(): MemoryBlobs {
  const blobs = new Map<string, Uint8Array>()
  return {
    put: async (key, bytes) => void blobs.set(key, bytes.slice()),
    async get(key) {
      const bytes = blobs.get(key)
      if (bytes === undefined) throw new Fault('BLOB_MISSING', { key })
      return bytes.slice()
    },
    list: () => [...blobs].map(([key, { byteLength }]) => ({ key, bytes: byteLength })),
  }
}

import type { CloudEnv } from '../env.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** The bucket's blobs, by way of `lazyBlobs`. */
export function cloudBlobs(env: Pick<CloudEnv, 'bucket'>): BlobStore {
  return lazyBlobs(async () => (await import('./s3-blobs.ts')).s3Blobs(env.bucket))
}

/**
 * Blobs whose store is made when the first one is put or asked for. Most jobs have no value of more than 16 KB, and the
 * client of S3 is a fifth of what a Lambda would load at its cold start.
 */
function lazyBlobs(open: () => Promise<BlobStore>): BlobStore {
  let opened: Promise<BlobStore> | undefined
  const store = () => {
    opened ??= open()
    return opened
  }
  return {
    put: async (key, bytes) => await (await store()).put(key, bytes),
    get: async (key) => await (await store()).get(key),
  }
}

import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { blobKeyNames } from '../../core/blob-key.ts'
import { Fault } from '../../core/fault.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { awsProblem } from './aws-problem.ts'

export interface S3BlobStoreOptions {
  readonly client: S3Client
  readonly bucket: string
}

/**
 * Blobs as objects of one bucket, under their own keys.
 *
 * S3 tells a missing object (404) only to roles that may list the bucket; to others it answers 403, which stays
 * STORE_UNAVAILABLE: a permission that somebody forgot must not end jobs as BLOB_MISSING.
 */
export function createS3BlobStore({ client, bucket }: S3BlobStoreOptions): BlobStore {
  return {
    async put(key, bytes) {
      const object = { Bucket: bucket, Key: blobKeyNames(key).join('/'), Body: bytes }
      try {
        await client.send(new PutObjectCommand(object))
      } catch (thrown) {
        throw blobFault(thrown, key)
      }
    },
    async get(key) {
      const object = { Bucket: bucket, Key: blobKeyNames(key).join('/') }
      try {
        const { Body } = await client.send(new GetObjectCommand(object))
        return Body === undefined ? new Uint8Array() : await Body.transformToByteArray()
      } catch (thrown) {
        throw blobFault(thrown, key)
      }
    },
  }
}

function blobFault(thrown: unknown, key: string): Fault {
  // NoSuchBucket is a 404 as well, and no statement about the key.
  const missing = thrown instanceof Error && thrown.name === 'NoSuchKey'
  if (missing) return new Fault('BLOB_MISSING', { key }, { cause: thrown })
  const args = { operation: 'a blob', problem: awsProblem(thrown) }
  return new Fault('STORE_UNAVAILABLE', args, { cause: thrown, retryable: true })
}

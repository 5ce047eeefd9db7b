import { createS3BlobStore } from '../adapters/aws/s3-blob-store.ts'
import { createS3Client } from '../adapters/aws/s3-client.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** Loading this file loads the client of S3. */
export function s3Blobs(bucket: string): BlobStore {
  return createS3BlobStore({ client: createS3Client(), bucket })
}

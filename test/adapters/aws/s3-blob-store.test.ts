import type { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createS3BlobStore } from '../../../src/adapters/aws/s3-blob-store.ts'
import { createS3Client } from '../../../src/adapters/aws/s3-client.ts'
import { blobStoreSuite } from '../../suites/blob-store.suite.ts'
import { type Emulator, startEmulator } from './emulator.ts'

let emulator: Emulator
let client: S3Client
let buckets = 0
beforeAll(async () => {
  emulator = await startEmulator()
  client = createS3Client(emulator.options)
})
afterAll(async () => {
  client.destroy()
  await emulator.server.stop()
})

blobStoreSuite('S3', async () => {
  const { bucketName } = emulator.server.createBucket(`blobs-${++buckets}`)
  return {
    blobs: createS3BlobStore({ client, bucket: bucketName }),
    close: async () => emulator.server.emptyBucket(bucketName),
  }
})

describe('the blob store on S3', () => {
  it('tells a bucket that is not there as unavailable, to be tried again, and not as a missing blob', async () => {
    const blobs = createS3BlobStore({ client, bucket: 'nobody' })
    const unavailable = { code: 'STORE_UNAVAILABLE', retryable: true, message: expect.stringContaining('NoSuchBucket') }
    await expect(blobs.put('a', Buffer.from('x'))).rejects.toMatchObject(unavailable)
    await expect(blobs.get('a')).rejects.toMatchObject(unavailable)
  })
})

import { DeleteObjectsCommand, ListObjectVersionsCommand, type ObjectIdentifier, S3Client } from '@aws-sdk/client-s3'
import { clientSettings } from '../aws/client-settings.ts'

/**
 * Deletes all objects of a bucket, in every version: CloudFormation deletes none that holds one.
 * @param onDeleted is given how many are gone so far
 */
export async function emptyBucket(
  { bucket, region }: { readonly bucket: string; readonly region: string },
  onDeleted: (count: number) => void,
): Promise<void> {
  // Emulators know `host/bucket`, not `bucket.host`; AWS knows both.
  const client = new S3Client({ ...clientSettings(region), forcePathStyle: true })
  let count = 0
  for (;;) {
    const objects = await someObjects(client, bucket)
    if (objects.length === 0) return
    const request = { Bucket: bucket, Delete: { Objects: objects, Quiet: true } }
    const [error] = (await client.send(new DeleteObjectsCommand(request))).Errors ?? []
    if (error !== undefined) throw new Error(`${error.Key} of bucket ${bucket}: ${error.Message ?? error.Code}`)
    count += objects.length
    onDeleted(count)
  }
}

/** At most 1,000, as many as can be deleted at once. */
async function someObjects(client: S3Client, bucket: string): Promise<ObjectIdentifier[]> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }))
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }))
}

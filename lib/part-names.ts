import { environmentNames } from '../src/env.ts'
import type { PlatformParts } from './platform-parts.ts'

/** Environment variables that name what the stack made; a function is told of what it has rights to. */
export function partNames({ table, queue, blobs }: PlatformParts) {
  return {
    table: { [environmentNames.table]: table.table.tableName },
    queue: { [environmentNames.queueUrl]: queue.facts.queueUrl },
    bucket: { [environmentNames.bucket]: blobs.bucket.bucketName },
  }
}

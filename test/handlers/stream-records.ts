import type { DynamoDBRecord } from 'aws-lambda'
import { binary, type Item, key, number, text } from '../../src/adapters/aws/attribute-values.ts'
import { jobItem } from '../../src/adapters/aws/job-item.ts'
import { sealOutcome } from '../../src/adapters/aws/result-item.ts'
import { attribute, jobKey, resultKey, type TextKey } from '../../src/adapters/aws/table-schema.ts'
import type { Job } from '../../src/core/job.ts'
import type { AttemptResult } from '../../src/core/result.ts'

/** What the stream tells of a save, as Lambda hands it over. @param before undefined: the job was created */
export function jobRecord(before: Job | undefined, after: Job): DynamoDBRecord {
  return streamRecord(jobKey(after.jobId), before && jobItem(before, 30), jobItem(after, 30))
}

/** The same of a result, which `createResultTable` writes. */
export function resultRecord(before: AttemptResult | undefined, after: AttemptResult): DynamoDBRecord {
  return streamRecord(resultKey(after), before && resultItem(before), resultItem(after))
}

let sequence = 0

/** @param after undefined: it was deleted */
export function streamRecord(keys: TextKey, before: Item | undefined, after: Item | undefined): DynamoDBRecord {
  sequence += 1
  return {
    eventID: String(sequence),
    eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/jobs/stream/2026-11-21T00:00:00.000',
    dynamodb: {
      Keys: image(key(keys)),
      ...(before === undefined ? {} : { OldImage: image(before) }),
      ...(after === undefined ? {} : { NewImage: image(after) }),
      SequenceNumber: String(100 + sequence),
      SizeBytes: 1,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  }
}

/** As JSON: bytes are base64. */
function image(item: Item) {
  const values = Object.entries(item).map(([name, value]) => [
    name,
    value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
  ])
  return Object.fromEntries(values)
}

function resultItem(result: AttemptResult): Item {
  const { owner, token, startedAt, finishedAt, status, output, error } = result
  const claim = {
    ...key(resultKey(result)),
    [attribute.owner]: text(owner),
    [attribute.token]: text(token),
    [attribute.startedAt]: number(startedAt),
  }
  if (status === 'running' || finishedAt === undefined) return claim
  const outcome = error === undefined ? { status: 'completed', output } : { status: 'failed', error }
  return {
    ...claim,
    [attribute.status]: text(status),
    [attribute.finishedAt]: number(finishedAt),
    [attribute.record]: binary(sealOutcome(result, outcome as Parameters<typeof sealOutcome>[1])),
  }
}

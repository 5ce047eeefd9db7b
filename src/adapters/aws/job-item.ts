/**
 * A job as items.
 *
 * The job's item is written with every save, so it holds what changes and little else: an input of more than
 * `maxSavedInputBytes` has an item of its own, written before the job and never again.
 */
import { crc32 } from 'node:zlib'
import { type CompactJob, compactJob, expandJob, type JobRecord } from '../../core/compact-job.ts'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import { isTerminal } from '../../core/status.ts'
import { binary, binaryOf, type Item, key, needed, number, text, textOf } from './attribute-values.ts'
import { checkItemSize } from './item-size.ts'
import { jobExpiry, recordExpiry } from './retention.ts'
import { openRecord, reading, sealRecord } from './sealed-record.ts'
import { attribute, createdKey, inputKey, jobKey, listPartition, wakeShards } from './table-schema.ts'

/** Beyond, as JSON, a second item costs less than writing the input again with each of some ten saves. */
const maxSavedInputBytes = 512

/** Throws the fault `STORE_TOO_LARGE`. */
export function jobItem(job: Job, retentionDays: number | undefined): Item {
  const record = nameOf(job.jobId)
  const { fields, bytes } = compactJob(hasInputItem(job) ? { ...job, input: { bytes: job.input.bytes } } : job)
  const expiresAt = isTerminal(job.status) ? jobExpiry(job.finishedAt, retentionDays) : undefined
  const item = {
    ...key(jobKey(job.jobId)),
    [attribute.version]: number(job.version),
    [attribute.list]: text(listPartition(job.tenant, job.status)),
    [attribute.created]: text(createdKey(job.createdAt, job.jobId)),
    ...(job.wakeAt === undefined ? {} : wakeAttributes(job.jobId, job.wakeAt)),
    ...(expiresAt === undefined ? {} : { [attribute.expiresAt]: number(expiresAt) }),
    [attribute.record]: binary(sealRecord(record, { json: fields as unknown as JsonValue, pool: bytes })),
  }
  checkItemSize(record, item)
  return item
}

function wakeAttributes(jobId: string, wakeAt: number): Item {
  return { [attribute.shard]: number(crc32(jobId) % wakeShards), [attribute.wakeAt]: number(wakeAt) }
}

/** The item of the job's input, if it has one of its own. Throws the fault `STORE_TOO_LARGE`. */
export function inputItem(job: Job, retentionDays: number | undefined): Item | undefined {
  if (!hasInputItem(job)) return undefined
  const record = inputName(job.jobId)
  const expiresAt = recordExpiry(job.createdAt, retentionDays)
  const item = {
    ...key(inputKey(job.jobId, job.payloadHash)),
    ...(expiresAt === undefined ? {} : { [attribute.expiresAt]: number(expiresAt) }),
    [attribute.record]: binary(sealRecord(record, { json: job.input.json, pool: new Uint8Array() })),
  }
  checkItemSize(record, item)
  return item
}

function hasInputItem(job: Job): job is Job & { input: { json: JsonValue } } {
  return 'json' in job.input && job.input.bytes > maxSavedInputBytes
}

/** The job's record in its item, perhaps without the value of its input. Throws the fault `STORE_RECORD_UNREADABLE`. */
export function readJobItem(jobId: string, item: Item): JobRecord {
  const record = nameOf(jobId)
  return reading(record, () => {
    const { json, pool } = openRecord(record, needed(binaryOf(item, attribute.record), attribute.record))
    return expandJob(jobId, { fields: json as unknown as CompactJob['fields'], bytes: pool })
  })
}

/** Whether the job is not complete without its input's item. */
export function lacksInput(job: JobRecord): boolean {
  return !('json' in job.input || 'blob' in job.input)
}

/** Throws the fault `STORE_RECORD_UNREADABLE`. @param item of the job's input, when it was found */
export function withInput(job: JobRecord, item: Item | undefined): Job {
  const { input } = job
  if ('json' in input || 'blob' in input) return { ...job, input }
  const record = inputName(job.jobId)
  return reading(record, () => {
    const sealed = needed(item && binaryOf(item, attribute.record), attribute.record)
    return { ...job, input: { json: openRecord(record, sealed).json, bytes: input.bytes } }
  })
}

/** Whether both items hold the very same record. */
export function isSameRecord(a: Item, b: Item): boolean {
  const [first, second] = [a, b].map((item) => binaryOf(item, attribute.record))
  return first !== undefined && second !== undefined && Buffer.compare(first, second) === 0
}

export function sortKeyOf(item: Item): string | undefined {
  return textOf(item, attribute.sort)
}

function nameOf(jobId: string): string {
  return `Job ${jobId}`
}

function inputName(jobId: string): string {
  return `Input of job ${jobId}`
}

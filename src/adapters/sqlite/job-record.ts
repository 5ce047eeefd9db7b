import { compactJob, expandJob, type JobFields, type JobRecord } from '../../core/compact-job.ts'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import type { InlinePayload, Payload } from '../../core/payload.ts'
import type { JobStatus } from '../../core/status.ts'
import type { Step } from '../../core/step.ts'
import { changedParts, countParts, type PartColumns } from './plan-parts.ts'
import { reading, readRecord } from './read-record.ts'

/** The columns that hold a job. */
export interface JobRow {
  readonly job_id: string
  readonly created_at: number
  /** JSON: of a compact job its fields, of an older one all of it. */
  readonly record: string
  /** Hashes and tokens of a compact job. Null: the record is the job as it was written in format 1 of the tables. */
  readonly bytes: Uint8Array | null
  /** Rows that its plan takes; 0: the plan stands in the record. */
  readonly parts: number
}

/** What a save changes; made when the write is called, so that later changes to the value do not reach it. */
export type SavedColumns = readonly [
  jobId: string,
  status: JobStatus,
  version: number,
  wakeAt: number | null,
  record: string,
  bytes: Uint8Array,
  parts: number,
  changedParts: readonly PartColumns[],
]

/** What never changes of a job is written once. */
export type CreatedColumns = readonly [
  saved: SavedColumns,
  tenant: string,
  workflow: string,
  createdAt: number,
  labels: readonly (readonly [name: string, value: string])[],
  /** JSON of an input that has a row of its own. */
  input: string | undefined,
]

/** A larger input has a row of its own. Upgrade 2 of the tables says the same number. */
const maxRecordInputBytes = 1_024

/** @param stored the job as its plan was stored last, if that is known */
export function savedColumns(job: Job, stored?: Job): SavedColumns {
  const { jobId, status, version, wakeAt = null } = job
  const parts = countParts(job)
  const { fields, bytes } = compactJob({
    ...job,
    ...(isApart(job.input) ? { input: { bytes: job.input.bytes } } : {}),
    ...(parts > 0 ? { steps: [] } : {}),
  })
  return [jobId, status, version, wakeAt, JSON.stringify(fields), bytes, parts, changedParts(job, stored)]
}

export function createdColumns(job: Job): CreatedColumns {
  const { tenant, workflow, createdAt, labels, input } = job
  const apart = isApart(input) ? JSON.stringify(input.json) : undefined
  return [savedColumns(job), tenant, workflow, createdAt, Object.entries(labels), apart]
}

function isApart(input: Payload): input is InlinePayload {
  return 'json' in input && input.bytes > maxRecordInputBytes
}

/** What a job has in rows of its own. */
export interface ApartRows {
  /** The record of an input. */
  input(jobId: string): unknown
  plan(job: JobRecord, parts: number): Step[]
}

/** Throws `STORE_RECORD_UNREADABLE`. */
export function readJob(row: JobRow, apart: ApartRows): Job {
  const job = readJobRecord(row, apart)
  const { jobId, input } = job
  if ('json' in input || 'blob' in input) return { ...job, input }
  const json = readRecord<JsonValue>(`Input of job ${jobId}`, apart.input(jobId))
  return { ...job, input: { json, bytes: input.bytes } }
}

/** All but an input that has a row of its own. Throws `STORE_RECORD_UNREADABLE`. */
export function readJobRecord(row: JobRow, apart: Pick<ApartRows, 'plan'>): JobRecord {
  const { job_id: jobId, record, bytes, parts } = row
  const name = `Job ${jobId}`
  if (bytes === null) return readRecord<Job>(name, record)
  const fields = readRecord<JobFields>(name, record)
  const job = reading(name, () => expandJob(jobId, { fields, bytes }))
  return parts === 0 ? job : { ...job, steps: apart.plan(job, parts) }
}

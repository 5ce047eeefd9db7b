import { compactJob, expandJob, type JobFields, type JobRecord } from '../../core/compact-job.ts'
import { largePlan, rememberedPlans } from '../../core/compact-plan.ts'
import type { CompactStep } from '../../core/compact-step.ts'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import type { InlinePayload, Payload } from '../../core/payload.ts'
import { createRecentValues } from '../../core/recent-values.ts'
import type { JobStatus } from '../../core/status.ts'
import { reading, readRecord } from './read-record.ts'

/** The columns that hold a job. */
export interface JobRow {
  readonly job_id: string
  readonly created_at: number
  /** JSON: of a compact job its fields, of an older one all of it. */
  readonly record: string
  /** Hashes and tokens of a compact job. Null: the record is the job as it was written in format 1 of the tables. */
  readonly bytes: Uint8Array | null
}

/** What a save changes; made when the write is called, so that later changes to the value do not reach it. */
export type SavedColumns = readonly [
  jobId: string,
  status: JobStatus,
  version: number,
  wakeAt: number | null,
  record: string,
  bytes: Uint8Array,
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

export function savedColumns(job: Job): SavedColumns {
  const { jobId, status, version, wakeAt = null } = job
  const { fields, bytes } = compactJob(isApart(job.input) ? { ...job, input: { bytes: job.input.bytes } } : job)
  return [jobId, status, version, wakeAt, textOf(jobId, fields), bytes]
}

/** The fields as JSON. Of a large plan only the steps that changed are written anew. */
function textOf(jobId: string, fields: JobFields): string {
  if (fields.sp === undefined || fields.sp.length < largePlan) return JSON.stringify(fields)
  const { sp: steps, ...others } = fields
  const before = latestTexts.get(jobId)
  const texts = steps.map((step, index) => {
    const known = before?.steps[index] === step ? before.texts[index] : undefined
    return known ?? JSON.stringify(step)
  })
  latestTexts.set(jobId, { steps, texts })
  return `${JSON.stringify(others).slice(0, -1)},"sp":[${texts.join(',')}]}`
}

interface PlanTexts {
  readonly steps: readonly CompactStep[]
  readonly texts: readonly string[]
}

const latestTexts = createRecentValues<string, PlanTexts>(rememberedPlans)

export function createdColumns(job: Job): CreatedColumns {
  const { tenant, workflow, createdAt, labels, input } = job
  const apart = isApart(input) ? JSON.stringify(input.json) : undefined
  return [savedColumns(job), tenant, workflow, createdAt, Object.entries(labels), apart]
}

function isApart(input: Payload): input is InlinePayload {
  return 'json' in input && input.bytes > maxRecordInputBytes
}

/**
 * Throws `STORE_RECORD_UNREADABLE`.
 * @param loadInput the record of an input that has a row of its own
 */
export function readJob(row: JobRow, loadInput: (jobId: string) => unknown): Job {
  const job = readJobRecord(row)
  const { jobId, input } = job
  if ('json' in input || 'blob' in input) return { ...job, input }
  const json = readRecord<JsonValue>(`Input of job ${jobId}`, loadInput(jobId))
  return { ...job, input: { json, bytes: input.bytes } }
}

/** All but an input that has a row of its own. Throws `STORE_RECORD_UNREADABLE`. */
export function readJobRecord({ job_id: jobId, record, bytes }: JobRow): JobRecord {
  const name = `Job ${jobId}`
  if (bytes === null) return readRecord<Job>(name, record)
  const fields = readRecord<JobFields>(name, record)
  return reading(name, () => expandJob(jobId, { fields, bytes }))
}

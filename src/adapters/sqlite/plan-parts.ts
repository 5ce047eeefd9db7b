import type { DatabaseSync } from 'node:sqlite'
import { type CompactPart, compactPart, expandParts } from '../../core/compact-plan.ts'
import type { Job } from '../../core/job.ts'
import type { Step } from '../../core/step.ts'
import { reading, readRecord } from './read-record.ts'

/*
 * The steps of a large plan stand in rows of their own, so many in each, and a save writes those rows whose steps changed:
 * it costs the same however long the plan is. A small plan stands in the job's row.
 */

const stepsPerPart = 32

/** `record` is the JSON of the steps, `bytes` their tokens. */
export type PartColumns = readonly [part: number, record: string, bytes: Uint8Array]

/** Rows that the job's plan takes; 0: it stands in the job's row. */
export function countParts({ steps }: Pick<Job, 'steps'>): number {
  return steps.length <= stepsPerPart ? 0 : Math.ceil(steps.length / stepsPerPart)
}

/**
 * @param stored the job of the last save with parts that this store acknowledged: what a refused one held may be nowhere.
 *   Undefined when there is none: then all parts have changed
 */
export function changedParts(job: Job, stored: Job | undefined): PartColumns[] {
  const known = stored !== undefined && isSamePlan(job, stored) ? stored.steps : []
  return Array.from({ length: countParts(job) }, (_, part) => part)
    .filter((part) => hasChanged(part, job.steps, known))
    .map((part) => columnsOf(job, part))
}

/** Whether every step stands where it stood: needs are kept as distances, and instants and results by the epoch. */
function isSamePlan(job: Job, stored: Job): boolean {
  if (job.epoch !== stored.epoch || job.createdAt !== stored.createdAt) return false
  return stored.steps.every((step, place) => step === job.steps[place] || step.stepId === job.steps[place]?.stepId)
}

function hasChanged(part: number, steps: readonly Step[], known: readonly Step[]): boolean {
  const end = Math.min((part + 1) * stepsPerPart, steps.length)
  for (let place = part * stepsPerPart; place < end; place++) if (steps[place] !== known[place]) return true
  return false
}

function columnsOf(job: Job, part: number): PartColumns {
  const { steps, bytes } = compactPart(job, part * stepsPerPart, (part + 1) * stepsPerPart)
  return [part, JSON.stringify(steps), bytes]
}

/** The statements over the parts. The writes belong inside the transaction that writes their job. */
export interface PartRows {
  put(jobId: string, parts: readonly PartColumns[]): void
  /** All steps of the job. Throws `STORE_RECORD_UNREADABLE`. @param count of its parts */
  load(job: Pick<Job, 'jobId' | 'createdAt' | 'epoch'>, count: number): Step[]
}

export function createPartRows(database: DatabaseSync): PartRows {
  const upsert = database.prepare(`
    INSERT INTO plan_parts (job_id, part, record, bytes) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET record = excluded.record, bytes = excluded.bytes`)
  // Parts beyond the count are of a longer plan that the job had before.
  const select = database.prepare('SELECT record, bytes FROM plan_parts WHERE job_id = ? AND part < ? ORDER BY part')
  return {
    put(jobId, parts) {
      for (const [part, record, bytes] of parts) upsert.run(jobId, part, record, bytes)
    },
    load(job, count) {
      const name = `Plan of job ${job.jobId}`
      const rows = select.all(job.jobId, count) as unknown as { record: string; bytes: Uint8Array }[]
      const parts = rows.map(({ record, bytes }) => ({ steps: readRecord<CompactPart['steps']>(name, record), bytes }))
      return reading(name, () => {
        if (parts.length < count) throw new Error(`${count - parts.length} of its ${count} parts are missing`)
        return expandParts(parts, job)
      })
    },
  }
}

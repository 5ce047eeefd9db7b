import type { DatabaseSync } from 'node:sqlite'
import type { Job } from '../../core/job.ts'
import { readRecord } from './read-record.ts'

export interface JobRow {
  readonly job_id: string
  readonly created_at: number
  readonly record: string
}

/** A job as its columns and text; made when the write is called, so that later changes to the value do not reach it. */
export type StoredJob = Pick<Job, 'jobId' | 'tenant' | 'workflow' | 'status' | 'createdAt' | 'version'> & {
  readonly wakeAt: number | null
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly record: string
}

export function asStoredJob(job: Job): StoredJob {
  const { jobId, tenant, workflow, status, createdAt, version, wakeAt = null } = job
  const labels = Object.entries(job.labels)
  return { jobId, tenant, workflow, status, createdAt, version, wakeAt, labels, record: JSON.stringify(job) }
}

/** The statements over the jobs table, each carried out at once. The writes belong inside a transaction. */
export interface JobRows {
  create(stored: StoredJob): { created: true } | { created: false; existing: Job }
  /** False when the stored version is another one. */
  save(stored: StoredJob): boolean
  load(jobId: string): Job | undefined
  listDue(now: number, limit: number): string[]
}

/** Tenant, workflow, labels and createdAt are set at creation and never change; so `save` leaves their columns alone. */
export function createJobRows(database: DatabaseSync): JobRows {
  const insert = database.prepare(`
    INSERT INTO jobs (job_id, tenant, workflow, status, created_at, version, wake_at, record)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
  const insertLabel = database.prepare(
    'INSERT INTO labels (tenant, name, value, created_at, job_id) VALUES (?, ?, ?, ?, ?)',
  )
  const update = database.prepare(
    'UPDATE jobs SET status = ?, version = ?, wake_at = ?, record = ? WHERE job_id = ? AND version = ?',
  )
  const select = database.prepare('SELECT job_id, created_at, record FROM jobs WHERE job_id = ?')
  const selectDue = database.prepare(dueJobsSql)

  const load = (jobId: string): Job | undefined => {
    const row = select.get(jobId)
    return row === undefined ? undefined : readJob(row as unknown as JobRow)
  }
  return {
    create({ jobId, tenant, workflow, status, createdAt, version, wakeAt, labels, record }) {
      const inserted = insert.run(jobId, tenant, workflow, status, createdAt, version, wakeAt, record)
      if (inserted.changes === 0) return { created: false, existing: load(jobId) as Job }
      for (const [name, value] of labels) insertLabel.run(tenant, name, value, createdAt, jobId)
      return { created: true }
    },
    save({ jobId, status, version, wakeAt, record }) {
      return update.run(status, version, wakeAt, record, jobId, version - 1).changes === 1
    },
    load,
    listDue: (now, limit) => selectDue.all(now, limit).map((row) => String(row.job_id)),
  }
}

export const dueJobsSql = 'SELECT job_id FROM jobs WHERE wake_at <= ? ORDER BY wake_at, job_id LIMIT ?'

export function readJob(row: JobRow): Job {
  return readRecord<Job>(`Job ${row.job_id}`, row.record)
}

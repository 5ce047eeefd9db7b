import type { DatabaseSync } from 'node:sqlite'
import type { Job } from '../../core/job.ts'
import { type JobRow, type NewJob, readJob, type StoredJob } from './job-record.ts'

/** The statements over the jobs table, each carried out at once. The writes belong inside a transaction. */
export interface JobRows {
  create(stored: NewJob): { created: true } | { created: false; existing: Job }
  /** False when the stored version is another one. */
  save(stored: StoredJob): boolean
  load(jobId: string): Job | undefined
  read(row: JobRow): Job
  listDue(now: number, limit: number): string[]
}

/** Tenant, workflow, labels, input and createdAt are set at creation and never change; so `save` leaves them alone. */
export function createJobRows(database: DatabaseSync): JobRows {
  const insert = database.prepare(`
    INSERT INTO jobs (job_id, tenant, workflow, status, created_at, version, wake_at, record, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
  const insertLabel = database.prepare(
    'INSERT INTO labels (tenant, name, value, created_at, job_id) VALUES (?, ?, ?, ?, ?)',
  )
  const insertInput = database.prepare('INSERT INTO inputs (job_id, record) VALUES (?, ?)')
  const update = database.prepare(
    'UPDATE jobs SET status = ?, version = ?, wake_at = ?, record = ?, bytes = ? WHERE job_id = ? AND version = ?',
  )
  const select = database.prepare('SELECT job_id, created_at, record, bytes FROM jobs WHERE job_id = ?')
  const selectInput = database.prepare('SELECT record FROM inputs WHERE job_id = ?')
  const selectDue = database.prepare(dueJobsSql)

  const read = (row: JobRow): Job => readJob(row, (jobId) => selectInput.get(jobId)?.record)
  const load = (jobId: string): Job | undefined => {
    const row = select.get(jobId)
    return row === undefined ? undefined : read(row as unknown as JobRow)
  }
  return {
    create({ jobId, tenant, workflow, status, createdAt, version, wakeAt, record, bytes, labels, input }) {
      const inserted = insert.run(jobId, tenant, workflow, status, createdAt, version, wakeAt, record, bytes)
      if (inserted.changes === 0) return { created: false, existing: load(jobId) as Job }
      for (const [name, value] of labels) insertLabel.run(tenant, name, value, createdAt, jobId)
      if (input !== undefined) insertInput.run(jobId, input)
      return { created: true }
    },
    save({ jobId, status, version, wakeAt, record, bytes }) {
      return update.run(status, version, wakeAt, record, bytes, jobId, version - 1).changes === 1
    },
    load,
    read,
    listDue: (now, limit) => selectDue.all(now, limit).map((row) => String(row.job_id)),
  }
}

export const dueJobsSql = 'SELECT job_id FROM jobs WHERE wake_at <= ? ORDER BY wake_at, job_id LIMIT ?'

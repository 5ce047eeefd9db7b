import type { DatabaseSync } from 'node:sqlite'
import type { Job } from '../../core/job.ts'
import { type ApartRows, type CreatedColumns, type JobRow, readJob, type SavedColumns } from './job-record.ts'
import { createPartRows } from './plan-parts.ts'

/** The statements over the jobs table, each carried out at once. The writes belong inside a transaction. */
export interface JobRows {
  /** False when the id is taken. */
  create(columns: CreatedColumns): boolean
  /** False when the stored version is another one. */
  save(columns: SavedColumns): boolean
  load(jobId: string): Job | undefined
  listDue(now: number, limit: number): string[]
}

/** Tenant, workflow, labels, input and createdAt are set at creation and never change; so `save` leaves them alone. */
export function createJobRows(database: DatabaseSync): JobRows {
  const insert = database.prepare(`
    INSERT INTO jobs (job_id, tenant, workflow, status, created_at, version, wake_at, record, bytes, parts)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
  const insertLabel = database.prepare(
    'INSERT INTO labels (tenant, name, value, created_at, job_id) VALUES (?, ?, ?, ?, ?)',
  )
  const insertInput = database.prepare('INSERT INTO inputs (job_id, record) VALUES (?, ?)')
  const update = database.prepare(
    'UPDATE jobs SET status = ?, version = ?, wake_at = ?, record = ?, bytes = ?, parts = ? WHERE job_id = ? AND version = ?',
  )
  const select = database.prepare('SELECT job_id, created_at, record, bytes, parts FROM jobs WHERE job_id = ?')
  const selectInput = database.prepare('SELECT record FROM inputs WHERE job_id = ?')
  const selectDue = database.prepare(dueJobsSql)
  const partRows = createPartRows(database)
  const apart: ApartRows = { input: (jobId) => selectInput.get(jobId)?.record, plan: partRows.load }

  return {
    create([saved, tenant, workflow, createdAt, labels, input]) {
      const [jobId, status, version, wakeAt, record, bytes, parts, changedParts] = saved
      const inserted = insert.run(jobId, tenant, workflow, status, createdAt, version, wakeAt, record, bytes, parts)
      if (inserted.changes === 0) return false
      partRows.put(jobId, changedParts)
      for (const [name, value] of labels) insertLabel.run(tenant, name, value, createdAt, jobId)
      if (input !== undefined) insertInput.run(jobId, input)
      return true
    },
    save([jobId, status, version, wakeAt, record, bytes, parts, changedParts]) {
      if (update.run(status, version, wakeAt, record, bytes, parts, jobId, version - 1).changes === 0) return false
      partRows.put(jobId, changedParts)
      return true
    },
    load(jobId) {
      const row = select.get(jobId)
      return row === undefined ? undefined : readJob(row as unknown as JobRow, apart)
    },
    listDue: (now, limit) => selectDue.all(now, limit).map((row) => String(row.job_id)),
  }
}

export const dueJobsSql = 'SELECT job_id FROM jobs WHERE wake_at <= ? ORDER BY wake_at, job_id LIMIT ?'

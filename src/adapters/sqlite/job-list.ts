import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { decodeJobCursor, encodeJobCursor } from '../../core/job-cursor.ts'
import type { JobPage, JobQuery } from '../../ports/job-store.ts'
import type { Log } from '../../ports/log.ts'
import { type JobRow, readJobRecord } from './job-record.ts'
import { createPartRows } from './plan-parts.ts'
import { readEach } from './read-record.ts'

/** Lists jobs newest first. An unreadable job is left out of its page and logged. */
export function createJobList(database: DatabaseSync, log: Log): (query: JobQuery) => JobPage {
  const { load: plan } = createPartRows(database)
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  return (query) => {
    const { sql, values } = jobListSql(query)
    const rows = statement(sql).all(...values) as unknown as JobRow[]
    const page = rows.slice(0, query.limit)
    const jobs = readEach(page, (row) => readJobRecord(row, { plan }), log)
    const last = page.at(-1)
    if (rows.length <= query.limit || last === undefined) return { jobs }
    return { jobs, nextCursor: encodeJobCursor({ createdAt: last.created_at, jobId: last.job_id }) }
  }
}

export interface Sql {
  readonly sql: string
  readonly values: (string | number)[]
}

/**
 * One row more than asked for tells whether there is a next page. Whichever table leads is walked backwards along an
 * index that ends in (created_at, job_id): no sort, and a page costs the same however many jobs are stored. Only status
 * and workflow beside a label are tested job by job.
 */
export function jobListSql({ tenant, status, workflow, label, since, limit, cursor }: JobQuery): Sql {
  const before = cursor === undefined ? { createdAt: Number.MAX_SAFE_INTEGER, jobId: '' } : decodeJobCursor(cursor)
  const lead = label === undefined ? 'jobs' : 'labels'
  const from =
    label === undefined
      ? `jobs INDEXED BY ${indexFor(status, workflow)}`
      : 'labels CROSS JOIN jobs ON jobs.job_id = labels.job_id'
  const tests: readonly (readonly [sql: string, ...values: (string | number)[]] | undefined)[] = [
    [`${lead}.tenant = ?`, tenant],
    label && ['labels.name = ? AND labels.value = ?', label.name, label.value],
    status && ['jobs.status = ?', status],
    workflow === undefined ? undefined : ['jobs.workflow = ?', workflow],
    [`${lead}.created_at >= ?`, since ?? 0],
    [`(${lead}.created_at, ${lead}.job_id) < (?, ?)`, before.createdAt, before.jobId],
  ]
  const present = tests.filter((test) => test !== undefined)
  const where = present.map(([sql]) => sql).join(' AND ')
  return {
    sql: `SELECT jobs.job_id, jobs.created_at, jobs.record, jobs.bytes, jobs.parts FROM ${from} WHERE ${where}
      ORDER BY ${lead}.created_at DESC, ${lead}.job_id DESC LIMIT ?`,
    values: [...present.flatMap(([, ...values]) => values), limit + 1],
  }
}

/** Named, because SQLite without statistics takes the index of all jobs for every list: a rare status would cost them all. */
function indexFor(status: string | undefined, workflow: string | undefined): string {
  if (status === undefined) return workflow === undefined ? 'jobs_newest' : 'jobs_by_workflow'
  return workflow === undefined ? 'jobs_by_status' : 'jobs_by_both'
}

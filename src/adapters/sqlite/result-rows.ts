import type { DatabaseSync } from 'node:sqlite'
import type { AttemptKey, AttemptOutcome, AttemptResult } from '../../core/result.ts'
import type { ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import type { Log } from '../../ports/log.ts'
import { readEach, readRecord } from './read-record.ts'

/** Made when the write is called, so that later changes to the value do not reach it. */
export interface StoredClaim {
  readonly key: KeyColumns
  readonly owner: string
  readonly startedAt: number
  readonly text: string
}

export interface StoredEnding {
  readonly key: KeyColumns
  readonly owner: string
  readonly status: string
  readonly text: string
}

type KeyColumns = readonly [jobId: string, agent: string, stepId: string, epoch: number, attempt: number]

/** What a record adds to its claim. */
type Ending = AttemptOutcome & { readonly finishedAt: number }

export function asStoredClaim(claim: ResultClaim): StoredClaim {
  return { key: keyOf(claim), owner: claim.owner, startedAt: claim.startedAt, text: JSON.stringify(claim) }
}

export function asStoredEnding(record: ResultRecord): StoredEnding {
  const { owner, outcome, finishedAt } = record
  const ending: Ending = { ...outcome, finishedAt }
  return { key: keyOf(record), owner, status: outcome.status, text: JSON.stringify(ending) }
}

/** The statements over the results table, each carried out at once. The writes belong inside a transaction. */
export interface ResultRows {
  /** False when another owner claimed the attempt before, or it has ended. */
  claim(claim: StoredClaim): boolean
  /** False when it has ended otherwise, is not there, or is somebody else's. */
  record(ending: StoredEnding): boolean
  load(key: AttemptKey): AttemptResult | undefined
  list(jobId: string, agents: readonly string[]): AttemptResult[]
  listRunning(): AttemptResult[]
}

interface ResultRow {
  readonly job_id: string
  readonly step_id: string
  readonly epoch: number
  readonly attempt: number
  readonly claim: string
  readonly ending: string | null
}

const thisAttempt = 'job_id = ? AND agent = ? AND step_id = ? AND epoch = ? AND attempt = ?'
const columns = 'job_id, step_id, epoch, attempt, claim, ending'

export function createResultRows(database: DatabaseSync, log: Log): ResultRows {
  const insert = database.prepare(`
    INSERT INTO results (job_id, agent, step_id, epoch, attempt, owner, status, started_at, claim)
    VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?)
    ON CONFLICT DO UPDATE SET owner = excluded.owner WHERE owner = excluded.owner AND status = 'running'`)
  const end = database.prepare(
    `UPDATE results SET status = ?, ending = ? WHERE ${thisAttempt} AND owner = ? AND (status = 'running' OR ending = ?)`,
  )
  const select = database.prepare(`SELECT ${columns} FROM results WHERE ${thisAttempt}`)
  const selectJob = database.prepare(`
    SELECT ${columns} FROM results WHERE job_id = ? AND agent IN (SELECT value FROM json_each(?))
    ORDER BY started_at, epoch, attempt, step_id`)
  const selectRunning = database.prepare(runningResultsSql)
  return {
    claim: ({ key, owner, startedAt, text }) => insert.run(...key, owner, startedAt, text).changes === 1,
    record: ({ key, owner, status, text }) => end.run(status, text, ...key, owner, text).changes === 1,
    load(key) {
      const row = select.get(...keyOf(key))
      return row === undefined ? undefined : readResult(row as unknown as ResultRow)
    },
    list(jobId, agents) {
      const rows = selectJob.all(jobId, JSON.stringify(agents)) as unknown as ResultRow[]
      return rows.map(readResult)
    },
    listRunning: () => readEach(selectRunning.all() as unknown as ResultRow[], readResult, log),
  }
}

export const runningResultsSql = `SELECT ${columns} FROM results WHERE status = 'running' ORDER BY started_at`

function keyOf({ jobId, agent, stepId, epoch, attempt }: AttemptKey): KeyColumns {
  return [jobId, agent, stepId, epoch, attempt]
}

function readResult(row: ResultRow): AttemptResult {
  const record = `Result of step ${row.step_id} of job ${row.job_id}, epoch ${row.epoch}, attempt ${row.attempt}`
  const claim = readRecord<ResultClaim>(record, row.claim)
  if (row.ending === null) return { ...claim, status: 'running' }
  return { ...claim, ...readRecord<Ending>(record, row.ending) }
}

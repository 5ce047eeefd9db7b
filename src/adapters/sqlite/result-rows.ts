import type { DatabaseSync } from 'node:sqlite'
import type { AttemptKey, AttemptOutcome, AttemptResult } from '../../core/result.ts'
import type { ResultClaim, ResultRecord } from '../../ports/job-store.ts'
import { readRecord } from './read-record.ts'

type KeyColumns = readonly [jobId: string, agent: string, stepId: string, epoch: number, attempt: number]

export type ClaimColumns = readonly [key: KeyColumns, owner: string, token: string, startedAt: number]

/** The ending is JSON, made when the write is called, so that later changes to the value do not reach it. */
export type RecordColumns = readonly [key: KeyColumns, owner: string, ending: string]

/** What a record adds to its claim. */
type Ending = AttemptOutcome & { readonly finishedAt: number }

export function claimColumns(claim: ResultClaim): ClaimColumns {
  return [keyOf(claim), claim.owner, claim.token, claim.startedAt]
}

export function recordColumns(record: ResultRecord): RecordColumns {
  const { owner, outcome, finishedAt } = record
  const ending: Ending = { ...outcome, finishedAt }
  return [keyOf(record), owner, JSON.stringify(ending)]
}

/** Whether the record ends the claim. */
export function isRecordOf([key, owner]: RecordColumns, [claimed, claimant]: ClaimColumns): boolean {
  return owner === claimant && key.every((column, index) => column === claimed[index])
}

/**
 * The statements over the claims and results, each carried out at once. The writes belong inside a transaction.
 * An attempt is a claim while it runs; its record turns the claim into a result, which never changes again.
 */
export interface ResultRows {
  /** False when another owner claimed the attempt before, or it has ended. */
  claim(columns: ClaimColumns): boolean
  /** False when it has ended otherwise, is not there, or is somebody else's. */
  record(columns: RecordColumns): boolean
  /** Both at once. False, and changes nothing, when they are to be tried one after the other. */
  claimAndRecord(claim: ClaimColumns, record: RecordColumns): boolean
  load(key: AttemptKey): AttemptResult | undefined
  list(jobId: string, agents: readonly string[]): AttemptResult[]
  listRunning(): AttemptResult[]
}

/** All but the key. */
interface ResultRow {
  readonly owner: string
  readonly token: string
  readonly started_at: number
  /** JSON; null while it runs. */
  readonly ending: string | null
}

type KeyedRow = ResultRow & {
  readonly job_id: string
  readonly agent: string
  readonly step_id: string
  readonly epoch: number
  readonly attempt: number
}

const thisAttempt = 'job_id = ? AND agent = ? AND step_id = ? AND epoch = ? AND attempt = ?'
const attemptColumns = 'job_id, agent, step_id, epoch, attempt, owner, token, started_at'

const ofTheseAgents = 'WHERE job_id = ? AND agent IN (SELECT value FROM json_each(?))'
export const attemptsOfJobSql = `
  SELECT ${attemptColumns}, NULL AS ending FROM claims ${ofTheseAgents}
  UNION ALL SELECT ${attemptColumns}, ending FROM results ${ofTheseAgents}
  ORDER BY started_at, epoch, attempt, step_id`

/** Claims are as few as attempts run: sorting them costs nothing worth an index. */
const runningAttemptsSql = `SELECT ${attemptColumns}, NULL AS ending FROM claims ORDER BY started_at`

export function createResultRows(database: DatabaseSync): ResultRows {
  const insertClaim = database.prepare(`
    INSERT INTO claims (${attemptColumns})
    SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM results WHERE ${thisAttempt})
    ON CONFLICT DO UPDATE SET owner = excluded.owner WHERE owner = excluded.owner`)
  const insertResult = database.prepare(`
    INSERT INTO results (${attemptColumns}, ending)
    SELECT ${attemptColumns}, ? FROM claims WHERE ${thisAttempt} AND owner = ?`)
  const insertEnded = database.prepare(`
    INSERT INTO results (${attemptColumns}, ending)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM claims WHERE ${thisAttempt})
    ON CONFLICT DO NOTHING`)
  const deleteClaim = database.prepare(`DELETE FROM claims WHERE ${thisAttempt}`)
  const isRecorded = database.prepare(`SELECT 1 FROM results WHERE ${thisAttempt} AND owner = ? AND ending = ?`)
  const selectResult = database.prepare(`SELECT owner, token, started_at, ending FROM results WHERE ${thisAttempt}`)
  const selectClaim = database.prepare(
    `SELECT owner, token, started_at, NULL AS ending FROM claims WHERE ${thisAttempt}`,
  )
  const selectJob = database.prepare(attemptsOfJobSql)
  const selectRunning = database.prepare(runningAttemptsSql)
  return {
    claim: ([key, owner, token, startedAt]) => insertClaim.run(...key, owner, token, startedAt, ...key).changes === 1,
    record([key, owner, ending]) {
      if (insertResult.run(ending, ...key, owner).changes === 0)
        return isRecorded.get(...key, owner, ending) !== undefined
      // It is there and small: what could keep it from being deleted would end the whole transaction.
      deleteClaim.run(...key)
      return true
    },
    claimAndRecord: ([key, owner, token, startedAt], [, , ending]) =>
      insertEnded.run(...key, owner, token, startedAt, ending, ...key).changes === 1,
    load(key) {
      const columns = keyOf(key)
      const row = selectResult.get(...columns) ?? selectClaim.get(...columns)
      return row === undefined ? undefined : readResult(key, row as unknown as ResultRow)
    },
    list(jobId, agents) {
      const names = JSON.stringify(agents)
      return (selectJob.all(jobId, names, jobId, names) as unknown as KeyedRow[]).map(readKeyed)
    },
    listRunning: () => (selectRunning.all() as unknown as KeyedRow[]).map(readKeyed),
  }
}

function keyOf({ jobId, agent, stepId, epoch, attempt }: AttemptKey): KeyColumns {
  return [jobId, agent, stepId, epoch, attempt]
}

function readKeyed(row: KeyedRow): AttemptResult {
  const { job_id: jobId, agent, step_id: stepId, epoch, attempt } = row
  return readResult({ jobId, agent, stepId, epoch, attempt }, row)
}

function readResult(key: AttemptKey, row: ResultRow): AttemptResult {
  const { jobId, stepId, epoch, attempt, agent } = key
  const { owner, token, started_at: startedAt } = row
  const claim = { jobId, stepId, epoch, attempt, agent, owner, token, startedAt }
  if (row.ending === null) return { ...claim, status: 'running' }
  const record = `Result of step ${stepId} of job ${jobId}, epoch ${epoch}, attempt ${attempt}`
  return { ...claim, ...readRecord<Ending>(record, row.ending) }
}

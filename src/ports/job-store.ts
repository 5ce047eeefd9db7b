import type { Definition } from '../core/definition.ts'
import type { Job } from '../core/job.ts'
import type { AttemptKey, AttemptOutcome, AttemptResult } from '../core/result.ts'
import type { JobStatus } from '../core/status.ts'

/**
 * The job table. Every write is one conditional write; a promise settles when the write is durable. A store with a single
 * writer may answer for claims and records before, as long as nothing that is written later is durable without them.
 * Operations throw the faults `STORE_FULL` and `STORE_UNAVAILABLE` (retryable); "timed out but applied" may happen,
 * so callers load again rather than assume.
 */
export interface JobStore {
  /** Puts a job that is not there yet. Answers the stored job when the id is taken. */
  createJob(job: Job): Promise<{ created: true } | { created: false; existing: Job }>
  loadJob(jobId: string): Promise<Job | undefined>
  /**
   * Replaces the job if its stored version is `job.version - 1`; false when it is not, and nothing changed. Its input never
   * changes: what was created is loaded.
   */
  saveJob(job: Job): Promise<boolean>
  /** Newest first by createdAt, then jobId. */
  listJobs(query: JobQuery): Promise<JobPage>
  /** Up to `limit` ids of jobs whose wakeAt is at or before `now`, earliest first. */
  listDueJobs(now: number, limit: number): Promise<string[]>

  /**
   * Puts the attempt's result as `running`. True again for the owner whose claim holds: its first answer may have been
   * lost. False when another owner claimed it, or when it has ended.
   */
  claimResult(claim: ResultClaim): Promise<boolean>
  /**
   * Ends a running result of this owner, once. True again for the very same record, which changes nothing. False
   * (fenced) when it has ended otherwise, is not there, or is somebody else's.
   */
  recordResult(record: ResultRecord): Promise<boolean>
  loadResults(keys: readonly AttemptKey[]): Promise<(AttemptResult | undefined)[]>
  /** Every attempt at the job's steps by these agents, oldest first by startedAt. */
  listResults(jobId: string, agents: readonly string[]): Promise<AttemptResult[]>

  /** Writes the definition under its hash; writing it again changes nothing. */
  putDefinition(definition: Definition): Promise<void>
  loadDefinition(hash: string): Promise<Definition | undefined>
}

export type ResultClaim = AttemptKey & {
  readonly owner: string
  readonly token: string
  readonly startedAt: number
}

export type ResultRecord = AttemptKey & {
  readonly owner: string
  readonly outcome: AttemptOutcome
  readonly finishedAt: number
}

export interface JobQuery {
  readonly tenant: string
  readonly status?: JobStatus
  readonly workflow?: string
  /** A label that must have this value. */
  readonly label?: { readonly name: string; readonly value: string }
  /** Created at or after, epoch ms. */
  readonly since?: number
  /** 1 to 100. */
  readonly limit: number
  /** `nextCursor` of the page before; anything else throws `API_CURSOR_INVALID`. */
  readonly cursor?: string
}

export interface JobPage {
  readonly jobs: readonly ListedJob[]
  readonly nextCursor?: string
}

/** A list need not have inputs: they may be large, and lie elsewhere. */
export type ListedJob = Omit<Job, 'input'>

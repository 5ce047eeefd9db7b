import type { DatabaseSync } from 'node:sqlite'
import type { Job } from '../../core/job.ts'
import type { AttemptResult } from '../../core/result.ts'
import type { JobStore } from '../../ports/job-store.ts'
import type { Log } from '../../ports/log.ts'
import type { Meter } from '../../ports/meter.ts'
import { createDefinitionRows } from './definition-rows.ts'
import { createGroupCommit } from './group-commit.ts'
import { createJobList } from './job-list.ts'
import { createdColumns, savedColumns } from './job-record.ts'
import { createJobRows } from './job-rows.ts'
import { countParts } from './plan-parts.ts'
import { createRecentValues } from './recent-values.ts'
import { claimColumns, createResultRows, recordColumns } from './result-rows.ts'
import { storeFault } from './sqlite-fault.ts'
import { createWriteTransaction } from './write-transaction.ts'

/**
 * The job table in one SQLite file.
 *
 * Writes become JSON text when they are called and are group committed (see `createGroupCommit`); reads see what is
 * committed, so a read after an awaited write sees it. A record that cannot be read throws `STORE_RECORD_UNREADABLE`,
 * except in lists over many jobs, which leave it out and log it.
 */
export interface SqliteJobStore extends JobStore {
  /** Every attempt that was claimed and not recorded: after a crash, the interrupted ones. Oldest first. */
  listRunningResults(): Promise<AttemptResult[]>
  /** Commits what is waiting and gives the file back; later operations throw `STORE_UNAVAILABLE`. */
  close(): Promise<void>
}

export interface SqliteStoreParts {
  readonly database: DatabaseSync
  /** Named in the fault `STORE_FULL`. */
  readonly directory: string
  readonly log: Log
  /** Counts `store_commits`, observes `store_commit_writes` and `store_commit_ms`. */
  readonly meter?: Meter
}

/** Large plans that are known as they were stored last, so that a save can tell which of their steps it changes. */
const rememberedPlans = 64

/** Needs a database that `openDatabase` made. Closing the store closes it. */
export function createSqliteStore({ database, directory, log, meter }: SqliteStoreParts): SqliteJobStore {
  const jobs = createJobRows(database)
  const results = createResultRows(database)
  const definitions = createDefinitionRows(database)
  const listJobs = createJobList(database, log)
  const largePlans = createRecentValues<string, Job>(rememberedPlans)
  const commits = createGroupCommit({
    directory,
    carryOut: createWriteTransaction(database),
    committed(writes, ms) {
      meter?.count('store_commits')
      meter?.observe('store_commit_writes', writes)
      meter?.observe('store_commit_ms', ms)
    },
  })
  const read = async <T>(operation: string, run: () => T): Promise<T> => {
    try {
      return run()
    } catch (thrown) {
      throw storeFault(thrown, { operation, directory })
    }
  }
  return {
    async createJob(job) {
      const created = await commits.write(['createJob', createdColumns(job)])
      if (created) return { created }
      return { created, existing: (await read('createJob', () => jobs.load(job.jobId))) as Job }
    },
    async saveJob(job) {
      const saved = await commits.write(['saveJob', savedColumns(job, largePlans.get(job.jobId))])
      if (saved && countParts(job) > 0) largePlans.set(job.jobId, job)
      return saved
    },
    claimResult: async (claim) => await commits.write(['claimResult', claimColumns(claim)]),
    recordResult: async (record) => await commits.write(['recordResult', recordColumns(record)]),
    async putDefinition(definition) {
      const { hash } = definition
      const record = JSON.stringify(definition)
      const known = await read('putDefinition', () => definitions.has(hash))
      if (!known) await commits.write(['putDefinition', [hash, record]])
    },
    loadJob: (jobId) => read('loadJob', () => jobs.load(jobId)),
    listJobs: (query) => read('listJobs', () => listJobs(query)),
    listDueJobs: (now, limit) => read('listDueJobs', () => jobs.listDue(now, limit)),
    loadResults: (keys) => read('loadResults', () => keys.map(results.load)),
    listResults: (jobId, agents) => read('listResults', () => results.list(jobId, agents)),
    listRunningResults: () => read('listRunningResults', results.listRunning),
    loadDefinition: (hash) => read('loadDefinition', () => definitions.load(hash)),
    async close() {
      commits.close()
      if (database.isOpen) database.close()
    },
  }
}

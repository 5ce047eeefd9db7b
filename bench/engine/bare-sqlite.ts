import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { jobIdOf, resultOf } from './step-result.ts'
import type { Recorded, System } from './system.ts'

/**
 * The least that keeps five results of a job as they come: one row a job, written anew five times with all results so
 * far, each time waiting for the disk. No rules, no attempts, no list of jobs, no history.
 */
export async function openBareSqlite(directory: string): Promise<System> {
  const database = new DatabaseSync(join(directory, 'jobs.db'))
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE jobs (id TEXT PRIMARY KEY, record TEXT)',
  )
  const put = database.prepare('INSERT OR REPLACE INTO jobs VALUES (?, ?)')
  const get = database.prepare('SELECT record FROM jobs WHERE id = ?')
  let commits = 0
  const save = groupCommit(database, { put: (id, record) => put.run(id, record), committed: () => commits++ })
  return {
    dataDirectory: directory,
    durable: `SQLite in WAL mode, synchronous=${database.prepare('PRAGMA synchronous').get()?.synchronous}, group commit`,
    async runJob(index) {
      const jobId = jobIdOf(index)
      const results: Record<string, unknown> = {}
      for (const step of ['start', 'left', 'middle', 'right', 'finish']) {
        results[step] = resultOf(jobId, Object.keys(results))
        const status = step === 'finish' ? 'completed' : 'running'
        await save(jobId, JSON.stringify({ jobId, status, input: { index }, results }))
      }
      const { status } = JSON.parse(String(get.get(jobId)?.record)) as { status: string }
      if (status !== 'completed') throw new Error(`job ${jobId} is ${status}`)
    },
    fsyncs: async () => commits,
    async close() {
      const recorded = recordedIn(database)
      database.close()
      return recorded
    },
  }
}

function recordedIn(database: DatabaseSync): Recorded {
  const counted = database
    .prepare(
      `SELECT count(DISTINCT jobs.id) AS jobs, count(*) AS results FROM jobs, json_each(jobs.record, '$.results')
       WHERE jobs.record ->> '$.status' = 'completed'`,
    )
    .get()
  return { completedJobs: Number(counted?.jobs), stepResults: Number(counted?.results) }
}

interface GroupCommitParts {
  put(id: string, record: string): void
  committed(): void
}

/** Everything that is saved in one turn of the event loop shares a transaction. */
function groupCommit(
  database: DatabaseSync,
  { put, committed }: GroupCommitParts,
): (id: string, record: string) => Promise<void> {
  const [begin, commit] = [database.prepare('BEGIN'), database.prepare('COMMIT')]
  let waiting: { readonly id: string; readonly record: string; readonly saved: () => void }[] = []
  const flush = (): void => {
    const group = waiting
    waiting = []
    begin.run()
    for (const { id, record } of group) put(id, record)
    commit.run()
    committed()
    for (const { saved } of group) saved()
  }
  return async (id, record) => {
    await new Promise<void>((saved) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ id, record, saved })
    })
  }
}

import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '../src/adapters/sqlite/open-sqlite-store.ts'
import type { SqliteJobStore } from '../src/adapters/sqlite/sqlite-job-store.ts'
import type { Job } from '../src/core/job.ts'
import { aJob, aStep } from '../test/builders.ts'
import { fsyncMs } from './engine/disk.ts'
import { median, rounded } from './figures.ts'

/**
 * Acknowledged saves of a job of five steps a second, with 1, 64 and 256 in flight, next to a floor measured in the same
 * run: bare SQLite with the same settings that writes the same bytes, as many to a transaction.
 * Runs by itself: `node bench/store.ts [directory]` prints the figures as JSON. The disk decides; so name yours.
 */
export async function benchStore(parent: string = tmpdir()): Promise<Record<string, number>> {
  const directory = mkdtempSync(join(parent, 'troupe-bench-'))
  try {
    const figures: Record<string, number> = {
      job_bytes: Buffer.byteLength(JSON.stringify(jobOf('job', 1))),
      fsync_ms: fsyncMs(join(directory, 'fsync')),
    }
    for (const inFlight of [1, 64, 256]) {
      let [store, bare] = [0, 0]
      // In turns, the best of each: whatever else the machine does must not favour one of them.
      for (let round = 0; round < rounds; round++) {
        const name = `${inFlight}-${round}`
        store = Math.max(store, await storeSavesPerSecond(join(directory, name), inFlight))
        bare = Math.max(bare, bareSavesPerSecond(join(directory, `bare-${name}`), inFlight))
      }
      figures[`saves_per_s_${inFlight}`] = Math.round(store)
      figures[`bare_saves_per_s_${inFlight}`] = Math.round(bare)
      figures[`part_of_bare_${inFlight}`] = rounded(store / bare)
    }
    return { ...figures, ...(await listFigures(join(directory, 'list'))) }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const rounds = 5
const measuredMs = 400

function jobOf(jobId: string, version: number): Job {
  const names = ['cleaner', 'trend', 'forecast', 'insight', 'report']
  const steps = names.map((stepId) => aStep({ stepId, token: 't'.repeat(32), startedAt: 1_700_000_000_000 }))
  return aJob({ jobId, version, status: 'running', steps, wakeAt: 1_700_000_000_000 + version })
}

async function storeSavesPerSecond(directory: string, inFlight: number): Promise<number> {
  const store = open(directory)
  let saves = 0
  const until = performance.now() + measuredMs
  const lane = async (jobId: string): Promise<void> => {
    await store.createJob(jobOf(jobId, 1))
    for (let version = 2; performance.now() < until; version++, saves++) await store.saveJob(jobOf(jobId, version))
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: inFlight }, (_, index) => lane(`job${index}`)))
  const perSecond = (saves / (performance.now() - startedAt)) * 1_000
  await store.close()
  return perSecond
}

function bareSavesPerSecond(path: string, group: number): number {
  const database = new DatabaseSync(path)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE jobs (id TEXT PRIMARY KEY, record TEXT)',
  )
  const put = database.prepare('INSERT OR REPLACE INTO jobs VALUES (?, ?)')
  let saves = 0
  const startedAt = performance.now()
  for (let version = 1; performance.now() - startedAt < measuredMs; version++) {
    database.exec('BEGIN')
    for (let index = 0; index < group; index++) put.run(`job${index}`, JSON.stringify(jobOf(`job${index}`, version)))
    database.exec('COMMIT')
    saves += group
  }
  const perSecond = (saves / (performance.now() - startedAt)) * 1_000
  database.close()
  return perSecond
}

/** A first page of 50 and a page of one status among 1,000 jobs, then among 20,000. */
async function listFigures(directory: string): Promise<Record<string, number>> {
  const store = open(directory)
  const figures: Record<string, number> = {}
  let stored = 0
  for (const jobs of [1_000, 20_000]) {
    const missing = Array.from({ length: jobs - stored }, (_, index) => jobOf(`job${stored + index}`, 1))
    await Promise.all(missing.map((job) => store.createJob(job)))
    stored = jobs
    figures[`list_50_of_${jobs}_ms`] = await medianMs(() => store.listJobs({ tenant: 'default', limit: 50 }))
    figures[`due_50_of_${jobs}_ms`] = await medianMs(() => store.listDueJobs(Number.MAX_SAFE_INTEGER, 50))
  }
  await store.close()
  return figures
}

function open(directory: string): SqliteJobStore {
  return openSqliteStore({ directory, log: () => undefined })
}

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let count = 0; count < 50; count++) {
    const startedAt = performance.now()
    await run()
    taken.push(performance.now() - startedAt)
  }
  return rounded(median(taken))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeSync(1, `${JSON.stringify(await benchStore(process.argv[2]), undefined, 2)}\n`)
}

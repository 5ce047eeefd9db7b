import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { checkDiamondJob, checkRecordedOnce, diamondAgents } from './diamond-job.ts'
import { aProjectFolder, eventually, type RuntimeProcess, removeFolder, startDev } from './runtime-process.ts'

const jobs = 150
const kills = 5

let folder: string | undefined
let runtime: RuntimeProcess | undefined

afterEach(async () => {
  await runtime?.kill()
  if (folder !== undefined) removeFolder(folder)
})

describe('kill -9 of the runtime, again and again', () => {
  it('loses no accepted job, records each step once, and runs no step before its needs', {
    timeout: 240_000,
  }, async () => {
    folder = aProjectFolder('diamond')
    const database = join(folder, '.troupe/jobs.db')
    runtime = await startDev(folder)
    const accepted = await submitAll(runtime.url)
    expect(accepted.length).toBe(jobs)

    for (let kill = 1; kill <= kills; kill++) {
      // Random moments, in terms of progress: a slow machine is killed as often in the middle as a fast one.
      const share = (kill - 1 + Math.random()) / kills
      await eventually(async () => (count(database, 'results') >= share * jobs * 5 ? true : undefined))
      await runtime.kill()
      runtime = await startDev(folder)
    }
    await eventually(async () => (count(database, 'jobs WHERE wake_at IS NULL') === jobs ? true : undefined))
    await runtime.stop()

    const store = openSqliteStore({ directory: join(folder, '.troupe'), log: () => {} })
    for (const jobId of accepted) {
      const job = await store.loadJob(jobId)
      if (job === undefined) throw new Error(`job ${jobId} is lost`)
      const results = await store.listResults(jobId, diamondAgents)
      checkDiamondJob(job, results)
      checkRecordedOnce(job, results)
    }
    await store.close()
  })
})

async function submitAll(url: string): Promise<string[]> {
  const submissions = Array.from({ length: jobs }, (_, index) => ({ input: { index } }))
  const answer = await fetch(`${url}/v1/jobs:batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jobs: submissions }),
  })
  const { outcomes } = (await answer.json()) as { outcomes: { status: number; job: { jobId: string } }[] }
  return outcomes.filter(({ status }) => status === 202).map(({ job }) => job.jobId)
}

/** Counted in the file itself, beside the running process. */
function count(path: string, what: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return Number(database.prepare(`SELECT count(*) AS count FROM ${what}`).get()?.count)
  } finally {
    database.close()
  }
}

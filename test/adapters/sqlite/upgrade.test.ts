import { mkdirSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { formatUpgrades } from '../../../src/adapters/sqlite/formats.ts'
import { compactJob } from '../../../src/core/compact-job.ts'
import type { Job } from '../../../src/core/job.ts'
import type { AttemptOutcome } from '../../../src/core/result.ts'
import type { ResultClaim } from '../../../src/ports/job-store.ts'
import { aClaim, aJob, anAttempt, aStep, builtAt } from '../../builders.ts'
import { openStore, testDirectory, withDataFile } from './opened-store.ts'

const outcome: AttemptOutcome = {
  status: 'completed',
  output: { json: { rows: [1, 0.1, 1e21, 'ü"\u0000'] }, bytes: 30 },
}
const failure: AttemptOutcome = { status: 'failed', error: { code: 'STEP_FAILED', message: 'broken' } }
const large = { json: { text: 'é\u2028"\\'.repeat(500) }, bytes: 4_011 }

describe('a data directory in format 1', () => {
  it('gives back every job, also when it is saved again', async () => {
    const small = aJob({ jobId: 'small', labels: { team: 'a' }, steps: [aStep({ token: 't'.repeat(32) })], wakeAt: 5 })
    const big = aJob({ jobId: 'big', input: large })
    const directory = await inFormat1((file) => {
      for (const job of [small, big]) putJob(file, job)
    })
    const store = openStore(directory)
    expect(await store.loadJob('small')).toEqual(small)
    expect(await store.loadJob('big')).toEqual(big)
    expect(await store.saveJob({ ...small, version: 2 })).toBe(true)
    expect(await store.saveJob({ ...big, version: 2 })).toBe(true)
    expect(await store.loadJob('small')).toEqual({ ...small, version: 2 })
    expect(await store.loadJob('big')).toEqual({ ...big, version: 2 })
    expect((await store.listJobs({ tenant: 'default', limit: 5 })).jobs).toHaveLength(2)
    expect(await store.listDueJobs(5, 5)).toEqual(['small'])
  })

  it('gives back every attempt, and lets those that ran be recorded', async () => {
    const running = aClaim({ stepId: 'running' })
    const directory = await inFormat1((file) => {
      putResult(file, running)
      putResult(file, aClaim({ stepId: 'completed' }), outcome)
      putResult(file, aClaim({ stepId: 'failed' }), failure)
    })
    const store = openStore(directory)
    const ended = { ...aClaim(), finishedAt: builtAt + 9 }
    expect(await store.listRunningResults()).toEqual([{ ...running, status: 'running' }])
    expect(await store.loadResults(['completed', 'failed'].map((stepId) => anAttempt({ stepId })))).toEqual([
      { ...ended, stepId: 'completed', ...outcome },
      { ...ended, stepId: 'failed', ...failure },
    ])
    const record = { ...anAttempt({ stepId: 'running' }), owner: running.owner, outcome, finishedAt: builtAt + 9 }
    expect(await store.recordResult(record)).toBe(true)
    expect(await store.claimResult(aClaim({ stepId: 'completed', owner: 'other' }))).toBe(false)
    expect((await store.listResults('job1', ['cleaner'])).map(({ status }) => status).sort()).toEqual([
      'completed',
      'completed',
      'failed',
    ])
  })

  it('is taken over with what cannot be read in it', async () => {
    const directory = await inFormat1((file) => {
      putJob(file, aJob({ jobId: 'good' }))
      putJob(file, aJob({ jobId: 'bad' }))
      putResult(file, aClaim())
      file.exec(`UPDATE jobs SET record = '{' WHERE job_id = 'bad'; UPDATE results SET claim = '{', ending = '{'`)
    })
    const store = openStore(directory)
    expect(await store.loadJob('good')).toEqual(aJob({ jobId: 'good' }))
    await expect(store.loadJob('bad')).rejects.toMatchObject({ code: 'STORE_RECORD_UNREADABLE' })
    await expect(store.loadResults([anAttempt()])).rejects.toMatchObject({ code: 'STORE_RECORD_UNREADABLE' })
  })
})

describe('a data directory in format 2', () => {
  it('gives back a large plan, also when it is saved again in rows of its own', async () => {
    const steps = Array.from({ length: 100 }, (_, index) => aStep({ stepId: `s${index}` }))
    const job = aJob({ steps })
    const directory = await testDirectory()
    mkdirSync(directory, { recursive: true })
    withDataFile(directory, (file) => {
      for (const script of formatUpgrades.slice(0, 2)) file.exec(script)
      file.exec('PRAGMA user_version = 2')
      const { jobId, tenant, workflow, status, createdAt, version } = job
      const { fields, bytes } = compactJob(job)
      file
        .prepare('INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(jobId, tenant, workflow, status, createdAt, version, null, JSON.stringify(fields), bytes)
    })
    const store = openStore(directory)
    expect(await store.loadJob('job1')).toEqual(job)
    const changed = { ...job, version: 2, steps: steps.with(50, aStep({ stepId: 's50', attempt: 1 })) }
    expect(await store.saveJob(changed)).toBe(true)
    expect(await store.loadJob('job1')).toEqual(changed)
    expect((await store.listJobs({ tenant: 'default', limit: 5 })).jobs).toMatchObject([{ steps: changed.steps }])
  })
})

/** A data directory as the first version wrote it. */
async function inFormat1(fill: (file: DatabaseSync) => void): Promise<string> {
  const directory = await testDirectory()
  mkdirSync(directory, { recursive: true })
  withDataFile(directory, (file) => {
    file.exec(formatUpgrades[0] ?? '')
    fill(file)
    file.exec('PRAGMA user_version = 1')
  })
  return directory
}

function putJob(file: DatabaseSync, job: Job): void {
  const { jobId, tenant, workflow, status, createdAt, version, wakeAt = null } = job
  file
    .prepare('INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(jobId, tenant, workflow, status, createdAt, version, wakeAt, JSON.stringify(job))
}

function putResult(file: DatabaseSync, claim: ResultClaim, end?: AttemptOutcome): void {
  const { jobId, agent, stepId, epoch, attempt, owner, startedAt } = claim
  const ending = end === undefined ? null : JSON.stringify({ ...end, finishedAt: builtAt + 9 })
  file
    .prepare('INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      jobId,
      agent,
      stepId,
      epoch,
      attempt,
      owner,
      end?.status ?? 'running',
      startedAt,
      JSON.stringify(claim),
      ending,
    )
}

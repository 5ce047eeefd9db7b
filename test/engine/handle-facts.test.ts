import { describe, expect, it } from 'vitest'
import type { Fact } from '../../src/core/fact.ts'
import { Fault } from '../../src/core/fault.ts'
import type { AttemptKey } from '../../src/core/result.ts'
import { handleFacts } from '../../src/engine/handle-facts.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { attemptOf, TestPlatform } from './test-platform.ts'

const wake: Fact = { kind: 'wake', jobId: 'job1' }
const busy = new Fault('STORE_UNAVAILABLE', { operation: 'loadJob', problem: 'busy' }, { retryable: true })
const unreadable = new Fault('STORE_RECORD_UNREADABLE', { record: 'Job job1', problem: 'it has format 2' })

async function submitted(): Promise<TestPlatform> {
  const platform = new TestPlatform(aDefinition([{ run: '(a | b)' }]))
  await platform.submit()
  await platform.plan()
  return platform
}

describe('facts whose job cannot be taken further', () => {
  it('come back when the store or queue is not there', async () => {
    const platform = await submitted()
    platform.ports.store.loadJob = () => Promise.reject(busy)
    await expect(handleFacts(platform.ports, 'job1', [wake])).rejects.toBe(busy)
  })

  it('come back after an error that is no fault: the queue counts how often', async () => {
    const platform = await submitted()
    const bug = new TypeError('bug')
    platform.ports.store.loadResults = () => Promise.reject(bug)
    await expect(handleFacts(platform.ports, 'job1', [wake])).rejects.toBe(bug)
    expect((await platform.job()).status).toBe('running')
  })

  it('fail the job when a result cannot be read, and ask what runs to stop', async () => {
    const platform = await submitted()
    const damaged = new Fault('STORE_RECORD_UNREADABLE', { record: 'Result of step a', problem: 'damaged' })
    platform.ports.store.loadResults = () => Promise.reject(damaged)
    await handleFacts(platform.ports, 'job1', [wake])
    expect(await platform.job()).toMatchObject({ status: 'failed', error: { code: 'STORE_RECORD_UNREADABLE' } })
    expect(platform.aborted).toEqual(['a#1', 'b#1'])
  })

  it('leave a job alone that itself cannot be read, with a line in the log, and are done with', async () => {
    const platform = await submitted()
    const before = await platform.job()
    const { loadJob } = platform.ports.store
    platform.ports.store.loadJob = () => Promise.reject(unreadable)
    await handleFacts(platform.ports, 'job1', [wake])
    platform.ports.store.loadJob = loadJob
    expect(await platform.job()).toEqual(before)
    expect(platform.logged.at(-1)).toBe(`job is left as it is: ${unreadable.message}`)
  })

  it('fail a job that fills its record to the last byte, which lets go of what its rules read', async () => {
    const fields = Array.from({ length: 20 }, (_, index) => `field${index}`)
    const condition = fields.map((field) => `input.${field} == 'given'`).join(' and ')
    const platform = new TestPlatform(aDefinition([{ if: condition, run: '(a | b)' }]))
    await platform.submit({ input: Object.fromEntries(fields.map((field) => [field, 'given'])) })
    await platform.plan()
    const full = JSON.stringify(await platform.job()).length
    const { saveJob } = platform.ports.store
    platform.ports.store.saveJob = async (job) => {
      const bytes = JSON.stringify(job).length
      if (bytes > full) throw new Fault('STORE_TOO_LARGE', { record: 'Job job1', bytes, max: full })
      return await saveJob(job)
    }
    platform.ports.store.loadResults = () => Promise.reject(new Fault('BLOB_MISSING', { key: 'outputs/a' }))
    await handleFacts(platform.ports, 'job1', [wake])
    expect(await platform.job()).toMatchObject({
      ...{ status: 'failed', error: { code: 'BLOB_MISSING' } },
      rules: [{ verdict: true, read: [] }],
    })
    expect(platform.aborted).toEqual(['a#1', 'b#1'])
  })

  it('come back when not even the failure can be saved', async () => {
    const platform = await submitted()
    const damaged = new Fault('BLOB_MISSING', { key: 'inputs/job1.json' })
    platform.ports.store.loadResults = () => Promise.reject(damaged)
    platform.ports.store.saveJob = () => Promise.reject(busy)
    await expect(handleFacts(platform.ports, 'job1', [wake])).rejects.toBe(busy)
  })
})

describe('a result without the token that the planner gave', () => {
  it('does not count, is logged, and the step is tried again under a new number', async () => {
    const platform = await submitted()
    const attempt = await forgeFirstResult(platform)
    await handleFacts(platform.ports, 'job1', [{ kind: 'step.completed', ...attempt }])
    expect((await platform.job()).steps[0]).toMatchObject({ status: 'running', attempt: 2, failures: 0 })
    expect(platform.logged).toContain('result without the token of its attempt')
    const job = await platform.finish()
    expect(job.steps.map((step) => `${step.status} ${step.attempt}`)).toEqual(['completed 2', 'completed 1'])
  })

  it('does not hide a crash of the attempt', async () => {
    const platform = await submitted()
    const attempt = await forgeFirstResult(platform)
    await handleFacts(platform.ports, 'job1', [{ kind: 'step.crashed', ...attempt, reason: 'crashed' }])
    expect((await platform.job()).steps[0]).toMatchObject({ status: 'pending', error: { code: 'STEP_CRASHED' } })
  })
})

/** What somebody may write who has the rights of the agent but not the token. */
async function forgeFirstResult(platform: TestPlatform): Promise<AttemptKey> {
  const [call] = platform.calls
  if (call === undefined) throw new Error('nothing was started')
  const forged = { ...attemptOf(call), owner: 'intruder' }
  await platform.ports.store.claimResult({ ...forged, token: 'guessed', startedAt: platform.now })
  const outcome = { status: 'completed' as const, output: { json: 'forged', bytes: 8 } }
  await platform.ports.store.recordResult({ ...forged, outcome, finishedAt: platform.now })
  return attemptOf(call)
}

describe('the sweep', () => {
  it('adds no hints to a queue that is behind', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    platform.now += 60_000
    expect(await sweep(platform.ports, 1)).toBe(0)
    expect(await sweep(platform.ports, 2)).toBe(1)
  })
})

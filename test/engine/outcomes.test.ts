import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { advanceJob } from '../../src/engine/advance-job.ts'
import { failJob } from '../../src/engine/fail-job.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])

describe('a store that fails', () => {
  it('does not lose work that is done: recording is tried until it succeeds, and each refusal names the job', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const told: unknown[][] = []
    Object.assign(platform.ports, { log: (...line: unknown[]) => void told.push(line) })
    await platform.submit()
    await platform.plan()
    const { recordResult } = platform.ports.store
    let refusals = 3
    platform.ports.store.recordResult = async (record) => {
      if (refusals-- > 0) throw new Fault('STORE_FULL', { directory: '/data' }, { retryable: true })
      return await recordResult(record)
    }
    await platform.run()
    expect((await platform.finish()).status).toBe('completed')
    const attempt = { agent: 'a', jobId: 'job1', stepId: 'a', attempt: 1, code: 'STORE_FULL' }
    const refusal = ['error', expect.stringContaining('Disk is full'), attempt]
    expect(told.filter(([level]) => level === 'error')).toEqual([refusal, refusal, refusal])
  })

  it('that lost a definition fails the job with the reason', async () => {
    const platform = new TestPlatform({ ...diamond, hash: 'lost' })
    platform.ports.store.putDefinition = async () => {}
    await platform.submit()
    const other = new TestPlatform(diamond)
    other.ports.store.createJob = platform.ports.store.createJob
    await other.ports.store.createJob(await platform.job())
    Object.assign(other.ports.store, { loadJob: platform.ports.store.loadJob, saveJob: platform.ports.store.saveJob })
    const lost = await advanceJob(other.ports, 'job1', []).catch((error: unknown) => error)
    await failJob(other.ports, 'job1', lost)
    expect(await platform.job()).toMatchObject({ status: 'failed', error: { code: 'DEFINITION_MISSING' } })
  })
})

describe('the log of a job that goes well', () => {
  it('is one line, when it has ended; the way there is told at debug', async () => {
    const platform = new TestPlatform(diamond)
    const told: unknown[][] = []
    Object.assign(platform.ports, { log: (...line: unknown[]) => void told.push(line) })
    await platform.submit()
    await platform.finish()
    const ended = ['info', 'job completed', { jobId: 'job1', workflow: 'default', version: expect.any(Number) }]
    expect(told.filter(([level]) => level !== 'debug')).toEqual([ended])
    expect(told.filter(([, message]) => message === 'attempt completed')).toHaveLength(5)
  })
})

describe('facts that say nothing', () => {
  it('about an unknown job are logged and done with', async () => {
    const platform = new TestPlatform(diamond)
    await advanceJob(platform.ports, 'nobody', [{ kind: 'wake', jobId: 'nobody' }])
    expect(platform.logged).toEqual(['facts for an unknown job'])
  })

  it('about an ended job change nothing', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    const ended = await platform.finish()
    await advanceJob(platform.ports, 'job1', [
      { kind: 'step.completed', jobId: 'job1', stepId: 'a', epoch: 1, attempt: 1 },
    ])
    expect(await platform.job()).toEqual(ended)
  })
})

describe('a job that cannot be planned any more', () => {
  it('fails with the reason; what was open is skipped, and late results change nothing', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.plan()
    await failJob(platform.ports, 'job1', new Fault('BLOB_MISSING', { key: 'inputs/job1.json' }))
    const failed = await platform.job()
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'BLOB_MISSING' },
      steps: [{ status: 'skipped' }, {}, {}, {}, {}],
    })
    expect(failed.wakeAt).toBeUndefined()
    await platform.run()
    await platform.plan()
    expect(await platform.job()).toEqual(failed)
  })

  it('stays as it is when it has ended already', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    const ended = await platform.finish()
    await failJob(platform.ports, 'job1', new Error('late'))
    expect(await platform.job()).toEqual(ended)
  })
})

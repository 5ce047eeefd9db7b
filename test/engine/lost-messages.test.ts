import { describe, expect, it } from 'vitest'
import { advanceJob } from '../../src/engine/advance-job.ts'
import { cancelJob } from '../../src/engine/change-job.ts'
import { sweep } from '../../src/engine/sweep.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { attemptOf, TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])

describe('a message that is lost', () => {
  it('the hint of a submit: the sweep finds the job after a minute', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    platform.facts.length = 0
    platform.now += 60_000
    expect(await sweep(platform.ports)).toBe(1)
    expect((await platform.finish()).status).toBe('completed')
  })

  it('the start of a step: the same attempt is started again, with the same token', async () => {
    const platform = new TestPlatform(diamond)
    const lost = await platform.firstCall()
    await advanceJob(platform.ports, 'job1', [{ kind: 'wake', jobId: 'job1' }])
    expect(platform.calls).toEqual([lost])
  })

  it('the news of a result: the sweep at the end of the lease finds it recorded', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    await platform.plan()
    await platform.run()
    platform.facts.length = 0
    expect((await platform.finish()).status).toBe('completed')
    expect(platform.executed).toEqual(['a#1'])
  })
})

describe('a planner that dies', () => {
  it('between save and start: the message comes back, the step is started once more, and one attempt runs', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    const { invoke } = platform.ports.invoker
    platform.ports.invoker.invoke = async (call) => {
      await invoke(call)
      throw new Error('the process ends here')
    }
    const [submitted] = platform.facts
    await expect(platform.plan()).rejects.toThrow('the process ends here')
    platform.ports.invoker.invoke = invoke
    await advanceJob(platform.ports, 'job1', submitted === undefined ? [] : [submitted.fact])
    expect(platform.calls.map(({ attempt, token }) => `${attempt} ${token}`)).toEqual(['1 token2', '1 token2'])
    expect((await platform.finish()).status).toBe('completed')
    expect(platform.executed).toEqual(['a#1'])
  })
})

describe('an attempt that is not heard of', () => {
  it('loses its lease; the next attempt has the step, and a late result changes nothing', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a -> b' }]))
    const silent = await platform.firstCall()
    await platform.claim(silent)
    platform.now += 10_000 + 30_000
    await sweep(platform.ports)
    await platform.plan()
    expect((await platform.job()).steps[0]).toMatchObject({ status: 'pending', error: { code: 'STEP_LEASE_EXPIRED' } })
    await platform.record(silent, 'late')
    await advanceJob(platform.ports, 'job1', [{ kind: 'step.completed', ...attemptOf(silent) }])
    expect((await platform.job()).steps[0]?.status).toBe('pending')
    expect((await platform.finish()).steps[0]).toMatchObject({ status: 'completed', attempt: 2 })
  })

  it('keeps its lease from its claim on, however long it waited for a place', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const call = await platform.firstCall()
    platform.now += 35_000
    await platform.claim(call)
    platform.now += 10_000
    await advanceJob(platform.ports, 'job1', [{ kind: 'wake', jobId: 'job1' }])
    const leaseUntil = 1_035_000 + 40_000
    expect((await platform.job()).steps[0]).toMatchObject({ status: 'running', attempt: 1, leaseUntil })
  })

  it('is tried again at once when the platform stopped under it', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const call = await platform.firstCall()
    await platform.claim(call)
    await advanceJob(platform.ports, 'job1', [{ kind: 'step.crashed', ...attemptOf(call), reason: 'interrupted' }])
    expect((await platform.job()).steps[0]).toMatchObject({ status: 'running', attempt: 2, failures: 0 })
  })

  it('counts as a failure when the report says that its process crashed, unless it recorded a result before', async () => {
    const platform = new TestPlatform(aDefinition([{ run: '(a | b)' }]))
    await platform.submit()
    await platform.plan()
    const call = platform.calls.find(({ stepId }) => stepId === 'b')
    if (call !== undefined) await platform.attempt(call)
    const crashed = { kind: 'step.crashed', jobId: 'job1', epoch: 1, attempt: 1, reason: 'outOfMemory' } as const
    await advanceJob(
      platform.ports,
      'job1',
      ['a', 'b'].map((stepId) => ({ ...crashed, stepId })),
    )
    const { steps } = await platform.job()
    expect(steps.map(({ status, error }) => [status, error?.code])).toEqual([
      ['pending', 'STEP_OUT_OF_MEMORY'],
      ['completed', undefined],
    ])
  })
})

describe('two writers', () => {
  it('a save that loses reloads and decides again', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    const { saveJob } = platform.ports.store
    platform.ports.store.saveJob = async (job) => {
      platform.ports.store.saveJob = saveJob
      await cancelJob(platform.ports, { jobId: 'job1', tenant: 'local' })
      return await saveJob(job)
    }
    await platform.plan()
    expect(await platform.job()).toMatchObject({ status: 'cancelled', steps: [] })
    expect(platform.calls).toEqual([])
  })

  it('a save that loses again and again gives the facts back', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit()
    platform.ports.store.saveJob = async () => false
    await expect(platform.plan()).rejects.toMatchObject({ code: 'STORE_CONFLICT', retryable: true })
  })

  it('an attempt that is started twice runs once', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const call = await platform.firstCall()
    await Promise.all([platform.attempt(call), platform.attempt(call)])
    expect(platform.executed).toEqual(['a#1'])
  })
})

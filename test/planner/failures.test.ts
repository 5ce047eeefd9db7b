import { describe, expect, it } from 'vitest'
import type { AgentDefinition } from '../../src/core/definition.ts'
import { defaultRetry } from '../../src/core/retry.ts'
import { aDefinition } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

const once = { ...defaultRetry, maxAttempts: 1 }
const aJobOf = (notation: string, agents: Record<string, Partial<AgentDefinition>> = {}) =>
  new PlannedJob(aDefinition([{ run: notation }], { agents })).decide()

describe('a failed attempt', () => {
  it('is tried again after its backoff, with the next attempt number', () => {
    const job = aJobOf('a').fail('a')
    expect(job.step('a')).toMatchObject({
      status: 'pending',
      attempt: 1,
      dueAt: job.now + 1_000,
      error: { message: 'broke' },
    })
    expect(job.commands.at(-1)).toEqual({ kind: 'wakeJob', jobId: job.job.jobId, at: job.now + 1_000 })
    expect(job.after(1_000).step('a')).toMatchObject({ status: 'running', attempt: 2 })
  })

  it('waits twice as long each time, up to the bound', () => {
    const retry = { ...defaultRetry, maxAttempts: 5, maxMs: 3_000, jitter: 'none' as const }
    const job = aJobOf('a', { a: { retry } })
    const pauses = [1, 2, 3].map(() => {
      job.fail('a')
      const pause = (job.step('a').dueAt ?? 0) - job.now
      job.after(pause)
      return pause
    })
    expect(pauses).toEqual([1_000, 2_000, 3_000])
  })

  it('ends the job when its attempts are used up: later steps are skipped with the cause', () => {
    const job = aJobOf('a -> b', { a: { retry: once } }).fail('a', { code: 'NO_ROWS', message: 'no rows' })
    expect(job.job).toMatchObject({
      status: 'failed',
      error: { code: 'NO_ROWS', message: 'Step a failed: no rows', stepId: 'a' },
    })
    expect(job.step('b')).toMatchObject({
      status: 'skipped',
      cause: { kind: 'jobFailed', code: 'NO_ROWS', stepId: 'a' },
    })
  })

  it('lets running siblings finish, and starts nothing new', () => {
    const job = aJobOf('(a | b -> c)', { a: { retry: once } }).fail('a')
    expect(job.steps).toBe('a:failed b:running c:skipped')
    expect(job.job.status).toBe('running')
    expect(job.complete('b').job).toMatchObject({ status: 'failed' })
    expect(job.steps).toBe('a:failed b:completed c:skipped')
  })

  it('is not tried again when its author calls it fatal', () => {
    expect(aJobOf('a').fail('a', { retryable: false }).job.status).toBe('failed')
  })

  it('is tried again only for the codes of retry.on, or when its author calls it retryable', () => {
    const retry = { ...defaultRetry, on: ['UPSTREAM_THROTTLED'] }
    expect(aJobOf('a', { a: { retry } }).fail('a', { code: 'UPSTREAM_THROTTLED' }).step('a').status).toBe('pending')
    expect(aJobOf('a', { a: { retry } }).fail('a', { code: 'OTHER' }).step('a').status).toBe('failed')
    expect(aJobOf('a', { a: { retry } }).fail('a', { code: 'OTHER', retryable: true }).step('a').status).toBe('pending')
  })

  it('is tolerated with on_error: continue', () => {
    const job = aJobOf('a -> b', { a: { retry: once, onError: { kind: 'continue' } } }).fail('a')
    expect(job.steps).toBe('a:failed b:running')
    expect(job.complete('b').job.status).toBe('completed')
  })

  it('hands its step to the fallback agent, which has attempts of its own', () => {
    const job = aJobOf('a -> b', {
      a: { retry: once, onError: { kind: 'fallback', agent: 'spare' } },
      spare: { retry: once },
    }).fail('a')
    expect(job.step('a')).toMatchObject({ status: 'running', agent: 'spare', fellBackFrom: 'a', attempt: 2 })
    expect(job.commands.at(-1)).toMatchObject({ kind: 'startStep', stepId: 'a', agent: 'spare', attempt: 2 })
    expect(job.complete('a').running).toEqual(['b'])
  })

  it('ends the job when the fallback fails as well', () => {
    const job = aJobOf('a', {
      a: { retry: once, onError: { kind: 'fallback', agent: 'spare' } },
      spare: { retry: once },
    })
    expect(job.fail('a').fail('a', { code: 'SPARE_BROKE' }).job.error).toMatchObject({ code: 'SPARE_BROKE' })
  })
})

describe('attempts whose process ends', () => {
  it('count towards the retry policy when the agent did it, and three in a row end the step', () => {
    const job = aJobOf('a', { a: { retry: { ...defaultRetry, maxAttempts: 10, initialMs: 0 } } })
    for (const code of ['STEP_CRASHED', 'STEP_OUT_OF_MEMORY', 'STEP_CRASHED']) job.fail('a', { code })
    expect(job.job.error?.code).toBe('STEP_CRASH_LOOP')
  })

  it('do not count when the platform did it: the next attempt starts at once', () => {
    const job = aJobOf('a', { a: { retry: once } }).interrupt('a')
    expect(job.step('a')).toMatchObject({ status: 'running', attempt: 2, failures: 0, interruptions: 1 })
  })

  it('end the step after ten interruptions, because the step itself may bring the platform down', () => {
    const job = aJobOf('a')
    for (let count = 0; count < 10; count++) job.interrupt('a')
    expect(job.job.error?.code).toBe('STEP_CRASH_LOOP')
  })
})

describe('limits of a job', () => {
  it('fails with its deadline: what runs is told to stop, what waits is skipped', () => {
    const job = new PlannedJob(
      aDefinition([{ run: 'a -> b' }]),
      {},
      { deadlineMs: 60_000, deadlineAt: 1_060_000 },
    ).decide()
    expect(job.job.wakeAt).toBeLessThanOrEqual(1_060_000)
    expect(job.after(60_000).job.error).toMatchObject({
      code: 'JOB_DEADLINE_EXCEEDED',
      message: expect.stringContaining('1 m'),
    })
    expect(job.steps).toBe('a:cancelled b:skipped')
    expect(job.commands.at(-1)).toMatchObject({ kind: 'abortStep', stepId: 'a', attempt: 1 })
  })

  it('starts no step beyond its budget; a retry is no new step', () => {
    const definition = aDefinition([{ run: 'a -> b -> c' }], { workflow: { budgetSteps: 2 } })
    const job = new PlannedJob(definition).decide().fail('a').after(1_000).complete('a').complete('b')
    expect(job.job.error).toMatchObject({ code: 'JOB_BUDGET_EXCEEDED', message: expect.stringContaining('number 3') })
    expect(job.steps).toBe('a:completed b:completed c:skipped')
  })
})

import { describe, expect, it } from 'vitest'
import { failure } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const chain = aDefinition([{ run: 'a -> b' }])

describe('GET /v1/jobs/{jobId}/steps/{stepId}', () => {
  it('shows what the step was given, what it answered and its attempt', async () => {
    const served = new ServedApi(chain, { a: () => ({ rows: 3 }), b: () => 'done' })
    await served.finished({ input: { file: 'x.csv' } })
    const { body } = await served.get('/v1/jobs/job1/steps/b')
    expect(body).toMatchObject({
      jobId: 'job1',
      stepId: 'b',
      rule: 'rule1',
      input: { file: 'x.csv' },
      results: { a: { rows: 3 } },
      output: 'done',
      attempts: [{ epoch: 1, attempt: 1, agent: 'b', status: 'completed', executionTimeMs: 0, outputBytes: 6 }],
    })
  })

  it('shows the input that `with` mapped', async () => {
    const [first, second] = chain.workflows.default?.rules[0]?.whenTrue ?? []
    const mapped = aDefinition([
      { run: [first ?? never(), { ...(second ?? never()), with: { count: '${{ results.a.rows }}' } }] },
    ])
    const served = new ServedApi(mapped, { a: () => ({ rows: 3 }) })
    await served.finished()
    const { body } = await served.get('/v1/jobs/job1/steps/b')
    expect(body.input).toEqual({ count: 3 })
    expect(body.results).toBeUndefined()
  })

  it('shows why the input could not be made', async () => {
    const [first, second] = chain.workflows.default?.rules[0]?.whenTrue ?? []
    const mapped = aDefinition([
      { run: [first ?? never(), { ...(second ?? never()), with: { count: '${{ results.a.rows }}' } }] },
    ])
    const served = new ServedApi(mapped, { a: () => ({}) })
    await served.finished()
    const { body } = await served.get('/v1/jobs/job1/steps/b')
    expect(body.inputError.code).toBe('MAPPING_MISSING')
    expect(body.attempts).toMatchObject([{ attempt: 1, status: 'failed', error: { code: 'MAPPING_MISSING' } }])
    expect(body.attempts[0].startedAt).toBeUndefined()
  })

  it('shows no input before the first attempt', async () => {
    const served = new ServedApi(chain)
    await served.post('/v1/jobs', { input: 1 })
    await served.platform.plan()
    const { body } = await served.get('/v1/jobs/job1/steps/b')
    expect(body).toMatchObject({ status: 'pending', needs: ['a'], attempts: [] })
    expect(body).not.toHaveProperty('input')
  })

  it('shows every attempt of every epoch with its error', async () => {
    const served = new ServedApi(chain, { a: () => failure('BROKE', 'no luck') })
    await served.finished()
    served.platform.agents.a = () => ({ rows: 1 })
    await served.post('/v1/jobs/job1/rerun')
    await served.platform.finish()
    const { body } = await served.get('/v1/jobs/job1/steps/a')
    expect(
      body.attempts.map(({ epoch, attempt, status, error }: Record<string, unknown>) => [
        epoch,
        attempt,
        status,
        error,
      ]),
    ).toEqual([
      [1, 1, 'failed', { code: 'BROKE', message: 'no luck' }],
      [1, 2, 'failed', { code: 'BROKE', message: 'no luck' }],
      [1, 3, 'failed', { code: 'BROKE', message: 'no luck' }],
      [2, 1, 'completed', undefined],
    ])
  })

  it('shows the attempts of an agent and of its fallback', async () => {
    const retry = { maxAttempts: 1, backoff: 'fixed', initialMs: 1, maxMs: 1, jitter: 'none' } as const
    const definition = aDefinition([{ run: 'a' }], {
      agents: { a: { retry, onError: { kind: 'fallback', agent: 'spare' } }, spare: {} },
    })
    const served = new ServedApi(definition, { a: () => failure('BROKE') })
    await served.finished()
    const { body } = await served.get('/v1/jobs/job1/steps/a')
    expect(body).toMatchObject({ agent: 'spare', fellBackFrom: 'a' })
    expect(body.attempts.map(({ agent, status }: Record<string, unknown>) => [agent, status])).toEqual([
      ['a', 'failed'],
      ['spare', 'completed'],
    ])
  })

  it('shows an attempt as running while it is the present one, and as failed once its lease is over', async () => {
    const served = new ServedApi(chain, { a: () => new Promise(() => {}) })
    await served.post('/v1/jobs', { input: 1 })
    await served.platform.plan()
    const [call] = served.platform.calls.splice(0)
    void served.platform.attempt(call ?? never())
    const running = await served.get('/v1/jobs/job1/steps/a')
    expect(running.body.attempts).toMatchObject([{ attempt: 1, status: 'running' }])
    served.platform.now += 60_000
    served.platform.facts.push({ fact: { kind: 'wake', jobId: 'job1' }, at: served.platform.now })
    await served.platform.plan()
    const lost = await served.get('/v1/jobs/job1/steps/a')
    expect(lost.body.attempts).toMatchObject([{ attempt: 1, status: 'failed', error: { code: 'STEP_LEASE_EXPIRED' } }])
  })

  it('shows a crash that left no result', async () => {
    const served = new ServedApi(chain, { a: () => new Promise(() => {}) })
    await served.post('/v1/jobs', { input: 1 })
    await served.platform.plan()
    const [call] = served.platform.calls.splice(0)
    void served.platform.attempt(call ?? never())
    const at = served.platform.now
    const crash = {
      kind: 'step.crashed',
      jobId: 'job1',
      stepId: 'a',
      epoch: 1,
      attempt: 1,
      reason: 'outOfMemory',
    } as const
    served.platform.facts.push({ fact: crash, at })
    await served.platform.plan()
    const { body } = await served.get('/v1/jobs/job1/steps/a')
    expect(body.attempts).toMatchObject([{ attempt: 1, status: 'failed', error: { code: 'STEP_OUT_OF_MEMORY' } }])
  })

  it('says where the logs of the newest attempt are, when the platform knows', async () => {
    const served = new ServedApi(chain, {}, { logsOf: ({ stepId, attempt }) => `logs/${stepId}-${attempt}.txt` })
    await served.finished()
    expect((await served.get('/v1/jobs/job1/steps/b')).body.logs).toBe('logs/b-1.txt')
  })

  it('answers 404 for an unknown step, with those there are', async () => {
    const served = new ServedApi(chain)
    await served.finished()
    const told = await served.get('/v1/jobs/job1/steps/constructor')
    expect([told.status, told.body.error.code]).toEqual([404, 'JOB_STEP_UNKNOWN'])
    expect(told.body.error.hint).toBe('Its steps: a, b')
  })
})

function never(): never {
  throw new Error('the test is wrong')
}

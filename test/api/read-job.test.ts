import { describe, expect, it } from 'vitest'
import type { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const definition = aDefinition([
  { name: 'clean', run: 'a' },
  { name: 'full', if: 'input.kind == "full"', run: '(b | c)', else: 'd' },
  { name: 'doubtful', if: 'results.b.trust < 0.5', run: 'e' },
])
const agents = { a: () => ({ rows: 3 }), b: () => ({ trust: 0.4 }), e: () => 'report' }
const api = (): ServedApi => new ServedApi(definition, agents)
const full = { input: { kind: 'full' } }

interface Waiting {
  readonly served: ServedApi
  readonly platform: TestPlatform
  /** How long each pause was to be, in ms. */
  readonly sleeps: readonly number[]
}

/** The API with a clock that does something whenever it is asked to sleep. */
function apiThat(whileAsleep: (waiting: Waiting) => Promise<unknown> | undefined): Waiting {
  const { platform } = api()
  const clock = {
    now: () => platform.now,
    sleep: async (ms: number) => {
      waiting.sleeps.push(ms)
      platform.now += ms
      await whileAsleep(waiting)
    },
  }
  const served = new ServedApi(definition, agents, { ports: { ...platform.ports, clock } })
  const waiting: Waiting & { sleeps: number[] } = { served, platform, sleeps: [] }
  return waiting
}

describe('GET /v1/jobs/{jobId}', () => {
  it('says what language models cost it, its steps and their attempts, and nothing where there were none', async () => {
    const usage = { requests: 2, inputTokens: 900, outputTokens: 80, microUsd: 4_500 }
    const served = new ServedApi(definition, {
      a: (_call, control) => {
        control.spent?.(usage)
        return { rows: 3 }
      },
    })
    const jobId = await served.finished({ input: {} })
    const { body } = await served.get(`/v1/jobs/${jobId}`)
    expect(body.cost).toEqual(usage)
    expect(body.steps.map(({ stepId, cost }: { stepId: string; cost?: object }) => [stepId, cost])).toEqual([
      ['a', usage],
      ['d', undefined],
    ])
    const { body: step } = await served.get(`/v1/jobs/${jobId}/steps/a`)
    expect(step).toMatchObject({ cost: usage, attempts: [{ cost: usage }] })
    expect((await served.get('/v1/jobs')).body.jobs[0].cost).toEqual(usage)
  })

  it('shows verdicts with their reasons, steps with their needs, and no outputs', async () => {
    const served = api()
    const { body } = await served.get(`/v1/jobs/${await served.finished(full)}`)
    expect(body.status).toBe('completed')
    expect(body.plan).toEqual({
      complete: true,
      rules: [
        { name: 'clean', condition: 'always', verdict: true, reason: 'always true' },
        { name: 'full', condition: 'input.kind == "full"', verdict: true, reason: 'true: input.kind is "full"' },
        { name: 'doubtful', condition: 'results.b.trust < 0.5', verdict: true, reason: 'true: results.b.trust is 0.4' },
      ],
    })
    const steps = body.steps.map(({ stepId, rule, needs }: Record<string, unknown>) => ({ stepId, rule, needs }))
    expect(steps).toEqual([
      { stepId: 'a', rule: 'clean', needs: [] },
      { stepId: 'b', rule: 'full', needs: ['a'] },
      { stepId: 'c', rule: 'full', needs: ['a'] },
      { stepId: 'e', rule: 'doubtful', needs: ['a', 'b', 'c'] },
    ])
    expect(body.steps[0]).toMatchObject({
      status: 'completed',
      kind: 'agent',
      attempt: 1,
      executionTimeMs: 0,
      outputBytes: 10,
    })
    expect(JSON.stringify(body)).not.toContain('"output":')
    expect(body.result).toBe('report')
  })

  it('shows the outputs of all steps with results=true', async () => {
    const served = api()
    const { body } = await served.get(`/v1/jobs/${await served.finished(full)}?results=true`)
    expect(body.result).toBe('report')
    expect(body.steps.map(({ output }: { output: unknown }) => output)).toEqual([
      { rows: 3 },
      { trust: 0.4 },
      {},
      'report',
    ])
  })

  it('answers several last steps as a map by step id', async () => {
    const served = new ServedApi(aDefinition([{ run: '(a | b)' }]), agents)
    const { body } = await served.get(`/v1/jobs/${await served.finished()}?results=true`)
    expect(body.result).toEqual({ a: { rows: 3 }, b: { trust: 0.4 } })
  })

  it('shows why a job failed and why steps were skipped', async () => {
    const served = new ServedApi(aDefinition([{ run: 'a -> b' }]), {
      a: () => ({ status: 'failed', error: { code: 'NO_DATA', message: 'nothing there', retryable: false } }),
    })
    const { body } = await served.get(`/v1/jobs/${await served.finished()}?results=true`)
    expect(body).toMatchObject({ status: 'failed', error: { code: 'NO_DATA', stepId: 'a' } })
    expect(body.steps[1]).toMatchObject({
      status: 'skipped',
      cause: { kind: 'jobFailed', reason: 'step a failed with NO_DATA' },
    })
    expect(body.result).toBeUndefined()
  })

  it('shows what a running attempt said last', async () => {
    const progressOf = () => ({ fraction: 0.4, text: 'cleaning', at: 1_000_000 })
    const served = new ServedApi(definition, agents, { progressOf })
    await served.post('/v1/jobs', full)
    await served.platform.plan()
    const { body } = await served.get('/v1/jobs/job1')
    expect(body.steps[0].progress).toEqual({ fraction: 0.4, text: 'cleaning', at: '1970-01-01T00:16:40.000Z' })
    expect(body.steps[1].progress).toBeUndefined()
  })

  it('can still be read when its definition is lost', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    const lost = { ...served.platform.ports.store, loadDefinition: async () => undefined }
    const later = new ServedApi(definition, {}, { ports: { ...served.platform.ports, store: lost } })
    expect((await later.get('/v1/jobs/job1')).body.plan).toEqual({ rules: [], complete: false })
    const explained = await later.get('/v1/jobs/job1/explain')
    expect([explained.status, explained.body.error.code]).toEqual([410, 'DEFINITION_MISSING'])
  })

  it.each(['job9', 'JOB1', '..', '%00', 'x'.repeat(101)])('answers 404 for the job %s', async (jobId) => {
    const told = await api().get(`/v1/jobs/${encodeURIComponent(jobId)}`)
    expect([told.status, told.body.error.code]).toEqual([404, jobId === '..' ? 'ROUTE_NOT_FOUND' : 'JOB_NOT_FOUND'])
  })

  it('refuses parameters that it does not know', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    const told = await served.get('/v1/jobs/job1?result=true')
    expect(told.status).toBe(400)
    expect(told.body.error).toMatchObject({ code: 'API_PARAMETER_INVALID', hint: 'Did you mean results?' })
  })
})

describe('an ETag', () => {
  it('answers 304 without a body while the job is the same, and changes with every version', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    const first = await served.get('/v1/jobs/job1')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toBe('W/"1"')
    const same = await served.get('/v1/jobs/job1', { 'if-none-match': `"x", ${etag}` })
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag])
    await served.platform.plan()
    const changed = await served.get('/v1/jobs/job1', { 'if-none-match': etag })
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, 'W/"2"'])
  })

  it('is another one with outputs', async () => {
    const served = api()
    await served.finished(full)
    const etag = (await served.get('/v1/jobs/job1')).headers.get('etag') ?? ''
    expect((await served.get('/v1/jobs/job1?results=true', { 'if-none-match': etag })).status).toBe(200)
  })
})

describe('Retry-After', () => {
  it('is given until the job has ended', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    expect((await served.get('/v1/jobs/job1')).headers.get('retry-after')).toBe('1')
    await served.platform.finish()
    expect((await served.get('/v1/jobs/job1')).headers.get('retry-after')).toBeNull()
  })

  it('names the end of a wait', async () => {
    const served = new ServedApi(aDefinition([{ run: 'wait(17s) -> a' }]))
    await served.post('/v1/jobs', full)
    await served.platform.plan()
    expect((await served.get('/v1/jobs/job1')).headers.get('retry-after')).toBe('17')
  })
})

describe('wait', () => {
  it('answers with the next version of the job as soon as there is one', async () => {
    const { served, sleeps } = apiThat(({ platform }) => (sleeps.length === 3 ? platform.plan() : undefined))
    await served.post('/v1/jobs', full)
    const told = await served.get('/v1/jobs/job1?wait=20', { 'if-none-match': 'W/"1"' })
    expect([told.status, told.body.version, sleeps.length]).toEqual([200, 2, 3])
  })

  it('answers 304 when time is over and nothing changed', async () => {
    const { served, sleeps } = apiThat(() => undefined)
    await served.post('/v1/jobs', full)
    const told = await served.get('/v1/jobs/job1?wait=1.1', { 'if-none-match': 'W/"1"' })
    expect(told.status).toBe(304)
    expect(sleeps).toEqual([200, 200, 200, 200, 200, 100])
  })

  it('without If-None-Match answers when the job has ended', async () => {
    const { served, sleeps } = apiThat(({ platform }) => (sleeps.length === 2 ? platform.finish() : undefined))
    await served.post('/v1/jobs', full)
    const told = await served.get('/v1/jobs/job1?wait=20')
    expect([told.body.status, sleeps.length]).toEqual(['completed', 2])
  })

  it('without If-None-Match answers a job that waits at once', async () => {
    const { served, platform, sleeps } = apiThat(() => undefined)
    await served.post('/v1/jobs', full)
    await served.post('/v1/jobs/job1/pause')
    await platform.plan()
    expect((await served.get('/v1/jobs/job1?wait=20')).body.status).toBe('waiting')
    expect(sleeps).toEqual([])
  })

  it('stops looking when the client has gone', async () => {
    const gone = new AbortController()
    const { served, sleeps } = apiThat(() => {
      if (sleeps.length === 2) gone.abort()
      return undefined
    })
    await served.post('/v1/jobs', full)
    await served.ask('GET', '/v1/jobs/job1?wait=20', { signal: gone.signal })
    expect(sleeps).toHaveLength(2)
  })

  it.each([
    ['0', 200],
    ['20', 200],
    ['20.001', 400],
    ['-1', 400],
    ['long', 400],
  ])('may be %s: %i', async (wait, status) => {
    const { served } = apiThat(() => undefined)
    await served.post('/v1/jobs', full)
    expect((await served.get(`/v1/jobs/job1?wait=${wait}`)).status).toBe(status)
  })
})

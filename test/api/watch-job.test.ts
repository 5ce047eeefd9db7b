import { describe, expect, it } from 'vitest'
import type { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { agents, api, definition, full } from './full-job.ts'
import { ServedApi } from './served-api.ts'

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

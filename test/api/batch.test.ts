import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const api = (): ServedApi => new ServedApi(aDefinition([{ run: 'a' }]))

interface Outcome {
  readonly status: number
  readonly job?: { readonly jobId: string }
  readonly error?: { readonly code: string; readonly message: string }
}

async function outcomes(served: ServedApi, jobs: readonly unknown[]): Promise<Outcome[]> {
  const told = await served.post('/v1/jobs:batch', { jobs })
  expect(told.status).toBe(207)
  return told.body.outcomes
}

describe('POST /v1/jobs:batch', () => {
  it('answers one outcome for each submission, in order, whatever becomes of the others', async () => {
    const served = api()
    const told = await outcomes(served, [
      { input: 1, idempotencyKey: 'k' },
      { inputs: 2 },
      null,
      { input: 3, workflow: 'nowhere' },
      { input: 4 },
    ])
    expect(told.map(({ status, error }) => [status, error?.code])).toEqual([
      [202, undefined],
      [400, 'API_BODY_INVALID'],
      [400, 'API_BODY_INVALID'],
      [404, 'WORKFLOW_NOT_FOUND'],
      [202, undefined],
    ])
    expect((await served.get('/v1/jobs')).body.jobs).toHaveLength(2)
  })

  it('knows the keys of each submission', async () => {
    const served = api()
    await outcomes(served, [{ input: 1, idempotencyKey: 'k' }])
    const told = await outcomes(served, [
      { input: 1, idempotencyKey: 'k' },
      { input: 2, idempotencyKey: 'k' },
    ])
    expect(told.map(({ status }) => status)).toEqual([200, 409])
  })

  it('refuses a key for all of them', async () => {
    const told = await api().post('/v1/jobs:batch', { jobs: [{ input: 1 }] }, { 'idempotency-key': 'k' })
    expect(told.status).toBe(400)
    expect(told.body.error.message).toBe('Parameter idempotency-key belongs into each submission, as idempotencyKey')
  })

  it.each([
    [0, 400],
    [1, 207],
    [1_000, 207],
    [1_001, 400],
  ])('with %i submissions is answered %i', async (count, status) => {
    const jobs = Array.from({ length: count }, (_, input) => ({ input }))
    const served = api()
    const told = await served.post('/v1/jobs:batch', { jobs })
    expect(told.status).toBe(status)
    if (status === 207) expect(told.body.outcomes.every((outcome: Outcome) => outcome.status === 202)).toBe(true)
  })

  it('holds each submission to the size of one that comes alone', async () => {
    const fits = { input: 'x'.repeat(262_144 - 12) }
    const told = await outcomes(api(), [fits, { input: `${fits.input}x` }])
    expect(told.map(({ status, error }) => [status, error?.code])).toEqual([
      [202, undefined],
      [413, 'API_BODY_TOO_LARGE'],
    ])
  })

  it.each([
    [5 * 1_024 * 1_024, 207],
    [5 * 1_024 * 1_024 + 1, 413],
  ])('of %i bytes is answered %i', async (bytes, status) => {
    const jobs = Array.from({ length: 30 }, () => ({ input: 'x'.repeat(170_000) }))
    const text = JSON.stringify({ jobs })
    const raw = text.padEnd(bytes)
    const told = await api().ask('POST', '/v1/jobs:batch', { raw, headers: { 'content-type': 'application/json' } })
    expect([Buffer.byteLength(raw), told.status]).toEqual([bytes, status])
  })

  it('allows each submission the depth of one that comes alone', async () => {
    const input = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
    expect((await api().post('/v1/jobs:batch', { jobs: [{ input: input(31) }] })).status).toBe(207)
    expect((await api().post('/v1/jobs:batch', { jobs: [{ input: input(32) }] })).status).toBe(400)
  })

  it('tells a full disk as the outcome of those it concerned', async () => {
    const served = api()
    const { store } = served.platform.ports
    let saved = 0
    const filling = {
      ...store,
      createJob: async (job: Parameters<typeof store.createJob>[0]) => {
        if (++saved > 1) throw new Fault('STORE_FULL', { directory: '/data' }, { retryable: true })
        return await store.createJob(job)
      },
    }
    const full = new ServedApi(served.host.definition(), {}, { ports: { ...served.platform.ports, store: filling } })
    const told = await outcomes(full, [{ input: 1 }, { input: 2 }])
    expect(told.map(({ status }) => status)).toEqual([202, 507])
  })
})

import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const definition = aDefinition([{ run: 'cleaner -> reporter' }], {
  agents: { cleaner: { description: 'Cleans rows', skills: ['csv'], tools: ['read'] } },
})

describe('agents', () => {
  it('are listed as they are declared', async () => {
    const { body } = await new ServedApi(definition).get('/v1/agents')
    expect(body.agents).toMatchObject([
      {
        name: 'cleaner',
        type: 'worker',
        description: 'Cleans rows',
        skills: ['csv'],
        tools: ['read'],
        version: '1.0.0',
      },
      { name: 'reporter', attempts: 0, health: 'unknown' },
    ])
  })

  it.each([
    [10, 9, 'healthy'],
    [10, 8, 'degraded'],
    [10, 5, 'degraded'],
    [10, 4, 'failing'],
    [0, 0, 'unknown'],
  ])('of %i attempts of which %i succeeded are %s', async (attempts, successes, health) => {
    const agentStats = () => ({ attempts, successes, p50Ms: 12.5, p95Ms: 80, lastSeenAt: 1_000_000 })
    const { body } = await new ServedApi(definition, {}, { agentStats }).get('/v1/agents/cleaner')
    expect(body).toMatchObject({ health, attempts, p50Ms: 12.5, p95Ms: 80, lastSeenAt: '1970-01-01T00:16:40.000Z' })
    expect(body.successRate).toBe(attempts === 0 ? undefined : successes / attempts)
  })

  it('that are not declared are answered 404, with the name that was probably meant', async () => {
    const told = await new ServedApi(definition).get('/v1/agents/claener')
    expect([told.status, told.body.error.code]).toEqual([404, 'AGENT_NOT_FOUND'])
    expect(told.body.error.hint).toBe('Did you mean cleaner?')
    expect((await new ServedApi(definition).get('/v1/agents/constructor')).status).toBe(404)
  })
})

describe('/healthz', () => {
  it('is ok while the store can be read', async () => {
    const told = await new ServedApi(definition).get('/healthz')
    expect([told.status, told.body]).toEqual([200, { status: 'ok', version: '0.0.0', definition: 'test', store: 'ok' }])
  })

  it('answers 503 when it cannot', async () => {
    const { platform } = new ServedApi(definition)
    const loadJob = () => Promise.reject(new Fault('STORE_UNAVAILABLE', { operation: 'a load', problem: 'closed' }))
    const ports = { ...platform.ports, store: { ...platform.ports.store, loadJob } }
    const told = await new ServedApi(definition, {}, { ports }).get('/healthz')
    expect([told.status, told.body.store]).toEqual([503, 'unavailable'])
  })
})

describe('/metrics', () => {
  it('is Prometheus text', async () => {
    const told = await new ServedApi(definition, {}, { metrics: () => 'jobs_submitted 1\n' }).get('/metrics')
    expect([told.status, told.text]).toEqual([200, 'jobs_submitted 1\n'])
    expect(told.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  })

  it('does not exist where nobody counts', async () => {
    const told = await new ServedApi(definition).get('/metrics')
    expect([told.status, told.body.error.code]).toEqual([404, 'ROUTE_NOT_FOUND'])
  })
})

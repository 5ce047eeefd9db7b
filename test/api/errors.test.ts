import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/core/errors/catalogue.ts'
import { Fault } from '../../src/core/fault.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const definition = aDefinition([{ run: 'a' }])

/** The API over a store that throws this at every read of a job. */
function broken(thrown: unknown): ServedApi {
  const { platform } = new ServedApi(definition)
  const store = { ...platform.ports.store, loadJob: () => Promise.reject(thrown) }
  return new ServedApi(definition, {}, { ports: { ...platform.ports, store, log: platform.ports.log } })
}

describe('an unknown route', () => {
  it.each([
    ['/v1/job', 'Did you mean /v1/jobs?'],
    ['/v1/jobs/', 'Did you mean /v1/jobs?'],
    ['/v1/jobs/job1/evnets', 'Did you mean /v1/jobs/job1/events?'],
    ['/v1/agent/cleaner', 'Did you mean /v1/agents/cleaner?'],
    ['/', 'See the routes: /openapi.json'],
    ['/v1/approvals', 'See the routes: /openapi.json'],
    ['/v1/../etc/passwd', 'See the routes: /openapi.json'],
  ])('%s is answered 404', async (path, hint) => {
    const told = await new ServedApi(definition).get(path)
    expect([told.status, told.body.error.code, told.body.error.hint]).toEqual([404, 'ROUTE_NOT_FOUND', hint])
  })

  it.each([
    ['DELETE', '/v1/jobs/job1', 'GET'],
    ['PUT', '/v1/jobs', 'POST, GET'],
    ['GET', '/v1/jobs/job1/cancel', 'POST'],
    ['OPTIONS', '/v1/jobs', 'POST, GET'],
  ])('of another method, %s %s, is answered 405', async (method, path, allowed) => {
    const told = await new ServedApi(definition).ask(method, path)
    expect([told.status, told.body.error.code]).toEqual([405, 'ROUTE_METHOD_NOT_ALLOWED'])
    expect(told.headers.get('allow')).toBe(allowed)
  })
})

describe('a fault', () => {
  it.each<[ErrorCode, number]>([
    ['STORE_UNAVAILABLE', 503],
    ['STORE_CONFLICT', 503],
    ['STORE_FULL', 507],
    ['STORE_RECORD_UNREADABLE', 500],
  ])('%s is answered %i', async (code, status) => {
    const told = await broken(new Fault(code)).get('/v1/jobs/job1')
    expect([told.status, told.body.error.code]).toEqual([status, code])
    expect(told.headers.get('retry-after')).toBe(status === 503 ? '1' : null)
  })

  it('that nobody foresaw is answered 500 without its words, which go to the log with the ids of request and job', async () => {
    const logged: unknown[] = []
    const { platform } = new ServedApi(definition)
    const store = { ...platform.ports.store, loadJob: () => Promise.reject(new TypeError('secret is undefined')) }
    const log = (...line: unknown[]) => void logged.push(line)
    const served = new ServedApi(definition, {}, { ports: { ...platform.ports, store, log } })
    const told = await served.get('/v1/jobs/job1', { 'x-request-id': 'r7' })
    expect([told.status, told.body.error.code]).toEqual([500, 'INTERNAL'])
    expect(told.text).not.toContain('secret')
    expect(told.text).not.toContain('errors.test')
    expect(JSON.stringify(logged)).toMatch(/"r7","jobId":"job1".*secret is undefined/)
  })
})

describe('the id of a request', () => {
  it('is the client’s own, in the header and in an error’s body', async () => {
    const told = await new ServedApi(definition).get('/v1/jobs/job9', { 'x-request-id': 'client-7:a.b_c' })
    expect(told.headers.get('x-request-id')).toBe('client-7:a.b_c')
    expect(told.body.error.requestId).toBe('client-7:a.b_c')
  })

  it.each(['', 'a b', 'x'.repeat(129), '<script>'])('is made anew in place of "%s"', async (given) => {
    const told = await new ServedApi(definition).get('/v1/jobs/job9', { 'x-request-id': given })
    expect(told.headers.get('x-request-id')).toMatch(/^token\d+$/)
  })
})

describe('a job of another tenant', () => {
  const routes = [
    ['GET', '/v1/jobs/job1'],
    ['GET', '/v1/jobs/job1/steps/a'],
    ['GET', '/v1/jobs/job1/events'],
    ['GET', '/v1/jobs/job1/explain'],
    ['POST', '/v1/jobs/job1/cancel'],
    ['POST', '/v1/jobs/job1/pause'],
    ['POST', '/v1/jobs/job1/resume'],
    ['POST', '/v1/jobs/job1/rerun'],
  ]

  it.each(routes)('is to %s %s what an unknown one is, byte for byte', async (method, path) => {
    let tenant = 'one'
    const served = new ServedApi(definition, {}, { tenantOf: () => tenant })
    await served.finished()
    tenant = 'two'
    const other = await served.ask(method, path)
    const unknown = await new ServedApi(definition).ask(method, path)
    expect([other.status, other.text]).toEqual([404, unknown.text])
    expect([...other.headers]).toEqual([...unknown.headers])
    tenant = 'one'
    expect((await served.get('/v1/jobs/job1')).body).toMatchObject({ status: 'completed', epoch: 1 })
  })
})

describe('every answer', () => {
  it('forbids to keep, to guess its type and to frame it, and opens nothing to other origins', async () => {
    const told = await new ServedApi(definition).get('/v1/jobs', { origin: 'https://example.org' })
    expect(told.headers.get('cache-control')).toBe('no-store')
    expect(told.headers.get('x-content-type-options')).toBe('nosniff')
    expect(told.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect([...told.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('on a laptop', () => {
  const laptop = (): ServedApi =>
    new ServedApi(definition, {}, { allowedHosts: ['localhost', '127.0.0.1', '[::1]', 'localhost:5173'] })

  it.each([
    ['localhost:4000', undefined, 200],
    ['127.0.0.1:4000', undefined, 200],
    ['[::1]:4000', undefined, 200],
    ['LOCALHOST:4000', undefined, 200],
    ['localhost:4000', 'http://localhost:4000', 200],
    ['localhost:4000', 'http://localhost:5173', 200],
    ['rebound.example:4000', undefined, 403],
    ['localhost.example:4000', undefined, 403],
    ['localhost:4000', 'https://example.org', 403],
    ['localhost:4000', 'http://localhost:3000', 403],
    ['localhost:4000', 'null', 403],
    ['rebound.example:4000', 'http://rebound.example:4000', 403],
  ])('a request to %s from the page %s is answered %i', async (host, origin, status) => {
    const told = await laptop().get('/v1/jobs', { host, ...(origin === undefined ? {} : { origin }) })
    expect(told.status).toBe(status)
    if (status === 403) expect(told.body.error.code).toBe('API_HOST_REFUSED')
  })
})

import type { LambdaEvent } from 'hono/aws-lambda'
import { describe, expect, it } from 'vitest'
import { errorBody } from '../../src/api/contract.ts'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { gatewayHandler } from '../../src/handlers/gateway-handler.ts'
import { idleInvoker } from '../../src/handlers/idle-invoker.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'

const awsRequestId = '8f5e1a7c-0000-4000-8000-1234567890ab'

interface Asked {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
  readonly stage?: string
  readonly context?: object
  readonly isBase64Encoded?: boolean
}

/** An event of an HTTP API, payload 2.0. */
function v2(method: string, path: string, { body, headers = {}, query = '', stage = '$default', ...more }: Asked = {}) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'api.example', ...type, ...headers },
    requestContext: {
      accountId: '111111111111',
      domainName: 'api.example',
      stage,
      requestId: 'JKJaXmPLvHcESHA=',
      http: { method, path },
      ...more.context,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: more.isBase64Encoded ?? false,
  } as unknown as LambdaEvent
}

/** An event of a REST API, payload 1.0. */
function v1(method: string, path: string, { body, headers = {}, context = {} }: Asked = {}) {
  const all = { Host: 'api.example', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers }
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    requestContext: { accountId: '111111111111', stage: 'dev', path: `/dev${path}`, identity: {}, ...context },
    body: body ?? null,
    isBase64Encoded: false,
  } as unknown as LambdaEvent
}

function anApi() {
  const definition = aDefinition([{ run: 'a' }])
  const platform = new TestPlatform(definition)
  const ports = { ...platform.ports, invoker: idleInvoker(async () => {}) }
  const handler = gatewayHandler({ ports, version: '1.2.3', definition: () => definition })
  const ask = async (event: LambdaEvent) => {
    const { statusCode, headers = {}, multiValueHeaders = {}, body } = await handler(event, { awsRequestId })
    return {
      statusCode,
      headers: { ...headers, ...multiValueHeaders },
      body: body === '' ? undefined : JSON.parse(body),
    }
  }
  return { platform, ask, ports }
}

const submission = JSON.stringify({ input: { rows: 3 } })

describe('the API behind API Gateway', () => {
  it.each([
    ['an HTTP API', v2],
    ['a REST API', v1],
  ])('takes a job and answers it, behind %s', async (_kind, event) => {
    const { ask, platform } = anApi()
    const accepted = await ask(event('POST', '/v1/jobs', { body: submission }))
    expect(accepted).toMatchObject({ statusCode: 202, body: { status: 'pending' } })
    await platform.finish(accepted.body.jobId)
    const told = await ask(event('GET', `/v1/jobs/${accepted.body.jobId}`))
    expect(told).toMatchObject({ statusCode: 200, body: { status: 'completed', input: { rows: 3 } } })
  })

  it('finds the path behind the name of a stage', async () => {
    const { ask } = anApi()
    expect(await ask(v2('GET', '/prod/healthz', { stage: 'prod' }))).toMatchObject({ statusCode: 200 })
    expect(await ask(v2('GET', '/healthz', { stage: 'prod' }))).toMatchObject({ statusCode: 200 })
    expect(await ask(v2('GET', '/prod', { stage: 'prod' }))).toMatchObject({ statusCode: 404 })
  })

  it('reads query parameters and encoded bodies', async () => {
    const { ask } = anApi()
    const body = Buffer.from(submission).toString('base64')
    expect(await ask(v2('POST', '/v1/jobs', { body, isBase64Encoded: true }))).toMatchObject({ statusCode: 202 })
    const list = await ask(v2('GET', '/v1/jobs', { query: 'status=pending&limit=5' }))
    expect(list.body.jobs).toHaveLength(1)
    expect(await ask(v2('GET', '/v1/jobs', { query: 'limit=0' }))).toMatchObject({ statusCode: 400 })
  })

  it.each([undefined, '', '{', '[]', '{"input":'])('answers 400 in its own form when the body is %j', async (body) => {
    const { ask } = anApi()
    const answer = await ask(v2('POST', '/v1/jobs', body === undefined ? {} : { body }))
    expect(answer.statusCode).toBe(400)
    expect(errorBody.parse(answer.body).error.code).toMatch(/^API_BODY_/)
  })

  it('gives a request the id of its invocation, unless it has one', async () => {
    const { ask } = anApi()
    expect((await ask(v2('GET', '/healthz'))).headers['x-request-id']).toBe(awsRequestId)
    const own = { headers: { 'X-Request-Id': 'mine-1' } }
    expect((await ask(v2('GET', '/healthz', own))).headers['x-request-id']).toBe('mine-1')
    expect((await ask(v1('GET', '/healthz', own))).headers['x-request-id']).toEqual(['mine-1'])
  })

  it('has no metrics: they are in CloudWatch', async () => {
    const { ask } = anApi()
    expect(await ask(v2('GET', '/metrics'))).toMatchObject({
      statusCode: 404,
      body: { error: { code: 'ROUTE_NOT_FOUND' } },
    })
  })

  it('answers 404 to an event that is none of API Gateway', async () => {
    const { ask } = anApi()
    expect(await ask({} as unknown as LambdaEvent)).toMatchObject({ statusCode: 404 })
  })

  it('answers in its own form when an answer is too large for API Gateway', async () => {
    const { ask, platform } = anApi()
    platform.agents.a = () => ({ text: 'x'.repeat(6 * 1_048_576) })
    const { jobId } = (await ask(v2('POST', '/v1/jobs', { body: submission }))).body
    await platform.finish(jobId)
    const answer = await ask(v2('GET', `/v1/jobs/${jobId}`, { query: 'results=true' }))
    expect(answer).toMatchObject({ statusCode: 500, body: { error: { code: 'API_ANSWER_TOO_LARGE' } } })
    expect(await ask(v2('GET', '/healthz'))).toMatchObject({ statusCode: 200 })
  })

  it('answers in its own form when the store is away', async () => {
    const definition = aDefinition([{ run: 'a' }])
    const { ports } = new TestPlatform(definition)
    const away = new Fault('STORE_UNAVAILABLE', { operation: 'a load', problem: 'gone' }, { retryable: true })
    const store = { ...ports.store, loadJob: () => Promise.reject(away) }
    const handler = gatewayHandler({ ports: { ...ports, store }, version: '1', definition: () => definition })
    const { statusCode, body } = await handler(v2('GET', '/v1/jobs/j1'), { awsRequestId })
    expect([statusCode, errorBody.parse(JSON.parse(body)).error.code]).toEqual([503, 'STORE_UNAVAILABLE'])
  })
})

describe('a tenant behind API Gateway', () => {
  const of = (tenant: JsonValue) => ({ context: { authorizer: { jwt: { claims: { tenant }, scopes: [] } } } })

  it('sees its own jobs, and those of others are not there', async () => {
    const { ask } = anApi()
    const { jobId } = (await ask(v2('POST', '/v1/jobs', { body: submission, ...of('acme') }))).body
    expect((await ask(v2('GET', `/v1/jobs/${jobId}`, of('acme')))).statusCode).toBe(200)
    expect((await ask(v2('GET', `/v1/jobs/${jobId}`, of('rival')))).statusCode).toBe(404)
    expect((await ask(v2('GET', `/v1/jobs/${jobId}`))).statusCode).toBe(404)
    expect((await ask(v2('GET', '/v1/jobs', of('rival')))).body.jobs).toEqual([])
  })

  it.each(['tenant', 'x-tenant', 'x-troupe-tenant', 'x-amzn-oidc-data', 'authorization'])(
    'is not what a header %s says',
    async (name) => {
      const { ask } = anApi()
      const { jobId } = (await ask(v2('POST', '/v1/jobs', { body: submission, ...of('acme') }))).body
      const forged = { headers: { [name]: 'acme' }, query: 'tenant=acme' }
      expect((await ask(v2('GET', `/v1/jobs/${jobId}`, { headers: forged.headers }))).statusCode).toBe(404)
      expect((await ask(v2('GET', '/v1/jobs', forged))).body.jobs ?? []).toEqual([])
    },
  )

  it('is refused with 403 when the claim cannot be one', async () => {
    const { ask } = anApi()
    const answer = await ask(v2('GET', '/v1/jobs', of('a#b')))
    expect(answer).toMatchObject({ statusCode: 403, body: { error: { code: 'API_TENANT_INVALID' } } })
  })
})

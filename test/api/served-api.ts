import type { ApiHost } from '../../src/api/api-host.ts'
import type { ApiRoute } from '../../src/api/api-route.ts'
import { apiRoutes, commonErrors } from '../../src/api/api-routes.ts'
import { createApi } from '../../src/api/app.ts'
import { errorBody } from '../../src/api/contract.ts'
import type { Definition } from '../../src/core/definition.ts'
import { type TestAgent, TestPlatform } from '../engine/test-platform.ts'

export interface Asking {
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string | Uint8Array | ReadableStream
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** An answer's body, into which tests look freely; that it has the documented shape is checked with every answer. */
export type Loose = ReturnType<typeof JSON.parse>

export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Loose
}

/** The API over the real engine on a memory store; the test turns the engine's wheels. */
export class ServedApi {
  readonly platform: TestPlatform
  readonly host: ApiHost
  readonly #app: ReturnType<typeof createApi>

  constructor(definition: Definition, agents: Record<string, TestAgent> = {}, host: Partial<ApiHost> = {}) {
    this.platform = new TestPlatform(definition, agents)
    this.host = {
      ports: this.platform.ports,
      version: '0.0.0',
      definition: () => definition,
      tenantOf: () => 'local',
      ...host,
    }
    this.#app = createApi(this.host)
  }

  /** Asks, and throws unless the answer is one that the route documents, of the shape it documents. */
  async ask(method: string, path: string, { body, raw, headers = {}, signal }: Asking = {}): Promise<Told> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const content = body === undefined ? raw : JSON.stringify(body)
    const response = await this.#app.request(path, {
      method,
      // Given, so that no request takes an id from the platform's row of ids.
      headers: { 'x-request-id': 'request1', ...type, ...headers },
      ...(content === undefined ? {} : { body: content, duplex: 'half' }),
      ...(signal === undefined ? {} : { signal }),
    } as RequestInit)
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const told = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    }
    checkDocumented(routeOf(method, path), told)
    return told
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    return await this.ask('GET', path, { headers })
  }

  async post(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    return await this.ask('POST', path, { body, headers })
  }

  /** Submits and runs it to its end; answers its id. */
  async finished(submission: unknown = { input: {} }): Promise<string> {
    const { body } = await this.post('/v1/jobs', submission)
    await this.platform.finish(body.jobId)
    return body.jobId
  }
}

/** The route that takes such a request. */
function routeOf(method: string, path: string): ApiRoute | undefined {
  const parts = (path.split('?')[0] ?? '').split('/')
  return apiRoutes.find((route) => {
    const names = route.path.split('/')
    const fits = names.every((name, index) => (name.startsWith('{') ? parts[index] !== '' : name === parts[index]))
    return route.method === method.toLowerCase() && names.length === parts.length && fits
  })
}

function checkDocumented(route: ApiRoute | undefined, { status, body, headers }: Told): void {
  if (headers.get('x-request-id') === null) throw new Error('an answer has no x-request-id')
  const rule = route?.answers[status]
  if (rule !== undefined && (rule.schema !== undefined || body === undefined)) return void rule.schema?.parse(body)
  const errors = route === undefined ? [404, 405] : [...route.errors, ...commonErrors]
  if (!errors.includes(status)) throw new Error(`${route?.path ?? 'no route'} does not document ${status}`)
  errorBody.parse(body)
}

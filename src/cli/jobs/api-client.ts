/** Speaks to a runtime over HTTP: one request, one answer, every way it can go wrong a fault with its hint. */
import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { CommandFault, type ShownFault } from '../command-fault.ts'
import type { ApiAccess, OutgoingRequest } from './api-access.ts'

interface ApiRequest {
  readonly method?: 'GET' | 'POST'
  /** From the root: `/v1/jobs`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: JsonValue
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** For the whole answer. Default: 30,000. */
  readonly timeoutMs?: number
}

interface ApiAnswer {
  /** 2xx, or 304. */
  readonly status: number
  readonly headers: Headers
  /** Undefined for 304. */
  readonly body: unknown
}

export interface ApiClient {
  readonly url: string
  /**
   * Throws a `CommandFault` for an error that the API answered, the faults `CLI_ACCESS_REFUSED` and `CLI_NOT_A_RUNTIME`,
   * and, both retryable, `CLI_NO_RUNTIME` when nothing answered and `CLI_RUNTIME_BUSY` when the answer was to come back
   * later; when the signal aborted, its reason.
   */
  send(request: ApiRequest): Promise<ApiAnswer>
}

/** @param url as `baseUrl` answers it */
export function createApiClient(url: string, access?: ApiAccess): ApiClient {
  return { url, send: (request) => send({ url, access }, request) }
}

interface Api {
  readonly url: string
  readonly access: ApiAccess | undefined
}

async function send(api: Api, request: ApiRequest): Promise<ApiAnswer> {
  const { url } = api
  const { status, headers, text } = await exchange(api, request)
  if (status === 304) return { status, headers, body: undefined }
  const body = parsed(text)
  if (status >= 200 && status < 300 && body !== undefined) return { status, headers, body }
  const error = errorIn(body)
  if ([429, 502, 503, 504].includes(status)) throw busy(url, error?.message ?? `status ${status}`)
  if (error === undefined && (status === 401 || status === 403)) throw refused(api, body, status)
  if (error === undefined) throw new Fault('CLI_NOT_A_RUNTIME', { url, problem: `${request.path} answered ${status}` })
  throw new CommandFault(error)
}

async function exchange(
  { url, access }: Api,
  { signal, timeoutMs = 30_000, ...request }: ApiRequest,
): Promise<{ status: number; headers: Headers; text: string }> {
  const outgoing = outgoingRequest(url, request)
  const proof = await access?.headersFor(outgoing)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(outgoing.url, {
      method: outgoing.method,
      headers: { ...outgoing.headers, ...proof },
      ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (thrown) {
    if (signal?.aborted === true) throw signal.reason
    const problem = timeout.aborted ? `no answer in ${timeoutMs / 1_000} s` : problemOf(thrown)
    throw new Fault('CLI_NO_RUNTIME', { url, problem, ...hintFor(url) }, { retryable: true, cause: thrown })
  }
}

function outgoingRequest(
  url: string,
  { method = 'GET', path, query = {}, body, headers = {} }: ApiRequest,
): OutgoingRequest {
  const address = new URL(url + path)
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  address.search = given.map((pair) => pair.map(percentEncoded).join('=')).join('&')
  return {
    ...{ method, url: address },
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  }
}

/** As RFC 3986 has it, and signatures with it: `encodeURIComponent` leaves five signs more as they are. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `troupe dev` starts no runtime elsewhere. */
function hintFor(url: string): { readonly hint?: string } {
  const isHere = /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
  return isHere ? {} : { hint: 'Look at the address and the network, then try again' }
}

/** API Gateway's own words: `Forbidden`, `The security token included in the request is expired`. */
function refused({ url, access }: Api, body: unknown, status: number): Fault {
  const said = Object.entries(body ?? {}).find(([name]) => name.toLowerCase() === 'message')?.[1]
  const problem = typeof said === 'string' && said !== '' ? said : `status ${status}`
  return new Fault('CLI_ACCESS_REFUSED', {
    url,
    problem,
    ...(access === undefined ? {} : { hint: access.whenRefused }),
  })
}

function busy(url: string, problem: string): Fault {
  return new Fault('CLI_RUNTIME_BUSY', { url, problem }, { retryable: true })
}

/** `fetch failed` says nothing; its cause has the code of the system call. */
function problemOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error ? cause.message : String(cause)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function errorIn(body: unknown): ShownFault | undefined {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  if (typeof error !== 'object' || error === null) return undefined
  const known = 'code' in error && typeof error.code === 'string' && 'message' in error
  return known ? (error as ShownFault) : undefined
}

/** Speaks to a runtime over HTTP: one request, one answer, every way it can go wrong a fault with its hint. */
import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { CommandFault, type ShownFault } from '../command-fault.ts'

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
   * Throws a `CommandFault` for an error that the API answered, the fault `CLI_NOT_A_RUNTIME`, and, both retryable,
   * `CLI_NO_RUNTIME` when nothing answered and `CLI_RUNTIME_BUSY` when the answer was to come back later; when the
   * signal aborted, its reason.
   */
  send(request: ApiRequest): Promise<ApiAnswer>
}

/** @param url as `baseUrl` answers it */
export function createApiClient(url: string): ApiClient {
  return { url, send: (request) => send(url, request) }
}

async function send(url: string, request: ApiRequest): Promise<ApiAnswer> {
  const { status, headers, text } = await exchange(url, request)
  if (status === 304) return { status, headers, body: undefined }
  const body = parsed(text)
  if (status >= 200 && status < 300 && body !== undefined) return { status, headers, body }
  const error = errorIn(body)
  if ([429, 502, 503, 504].includes(status)) throw busy(url, error?.message ?? `status ${status}`)
  if (error === undefined) throw new Fault('CLI_NOT_A_RUNTIME', { url, problem: `${request.path} answered ${status}` })
  throw new CommandFault(error)
}

async function exchange(
  url: string,
  { method = 'GET', path, query = {}, body, headers = {}, signal, timeoutMs = 30_000 }: ApiRequest,
): Promise<{ status: number; headers: Headers; text: string }> {
  const address = new URL(url + path)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(address, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (thrown) {
    if (signal?.aborted === true) throw signal.reason
    const problem = timeout.aborted ? `no answer in ${timeoutMs / 1_000} s` : problemOf(thrown)
    throw new Fault('CLI_NO_RUNTIME', { url, problem }, { retryable: true, cause: thrown })
  }
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

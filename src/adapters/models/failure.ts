import { Fault } from '../../core/fault.ts'
import { maskSecrets } from '../../core/mask-secrets.ts'

/** Why a request to a model failed, in the words that retries and fallbacks are decided by. */
export type FailureKind = 'throttled' | 'unavailable' | 'timedOut' | 'unknown' | 'denied' | 'tooLong' | 'refused'

export interface Failure {
  readonly kind: FailureKind
  /** One line of at most 300 characters. */
  readonly problem: string
  /** What the provider asks to wait. */
  readonly retryAfterMs: number | undefined
}

/** By the names that AWS and the clients of other providers give their errors, the mid-stream ones included. */
const kindOfName: Readonly<Record<string, FailureKind>> = {
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ServiceQuotaExceededException: 'throttled',
  ModelThrottledError: 'throttled',
  RateLimitError: 'throttled',
  ServiceUnavailableException: 'unavailable',
  InternalServerException: 'unavailable',
  ModelStreamErrorException: 'unavailable',
  ModelNotReadyException: 'unavailable',
  ModelErrorException: 'unavailable',
  APIConnectionError: 'unavailable',
  InternalServerError: 'unavailable',
  TimeoutError: 'timedOut',
  ModelTimeoutException: 'timedOut',
  APIConnectionTimeoutError: 'timedOut',
  ResourceNotFoundException: 'unknown',
  NotFoundError: 'unknown',
  AccessDeniedException: 'denied',
  UnrecognizedClientException: 'denied',
  ExpiredTokenException: 'denied',
  CredentialsProviderError: 'denied',
  AuthenticationError: 'denied',
  PermissionDeniedError: 'denied',
  ContextWindowOverflowError: 'tooLong',
}

const transient: ReadonlySet<FailureKind> = new Set(['throttled', 'unavailable'])
const takenOver: ReadonlySet<FailureKind> = new Set(['throttled', 'unavailable', 'timedOut', 'unknown', 'denied'])

/** Whether the same request may succeed a little later. */
export function isTransient({ kind }: Failure): boolean {
  return transient.has(kind)
}

/** Whether another model is asked: not when it would be sent the same request in vain. */
export function isForAnotherModel({ kind }: Failure): boolean {
  return takenOver.has(kind)
}

/** Looks at the whole chain of causes: the loop wraps what the provider's client threw. */
export function failureOf(thrown: unknown): Failure {
  const chain = [...causes(thrown)]
  return {
    kind: chain.map(kindOf).find((kind) => kind !== undefined) ?? 'unavailable',
    problem: problemOf(chain),
    retryAfterMs: chain.map(retryAfterOf).find((ms) => ms !== undefined),
  }
}

function* causes(thrown: unknown): Generator<Error> {
  let error = thrown
  for (let depth = 0; depth < 8 && error instanceof Error; depth += 1) {
    yield error
    error = error.cause
  }
}

function kindOf(error: Error): FailureKind | undefined {
  const named = kindOfName[error.name] ?? kindOfName[error.constructor.name]
  if (named !== undefined) return named
  if (/model identifier is invalid|model .* (not found|does not exist)/i.test(error.message)) return 'unknown'
  return kindOfStatus(statusOf(error)) ?? (isNetworkError(error) ? 'unavailable' : undefined)
}

function kindOfStatus(status: number | undefined): FailureKind | undefined {
  if (status === undefined || status < 400) return undefined
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'denied'
  if (status === 404) return 'unknown'
  if (status === 408) return 'timedOut'
  return status >= 500 ? 'unavailable' : 'refused'
}

function statusOf(error: object): number | undefined {
  if ('status' in error && typeof error.status === 'number') return error.status
  const metadata = '$metadata' in error ? error.$metadata : undefined
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

function isNetworkError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^(E[A-Z]{4,}|ERR_HTTP2_\w+)$/.test(error.code)
}

/** `retry-after` in seconds, as AWS' client and the others keep the headers of an answer. */
function retryAfterOf(error: object): number | undefined {
  const response = '$response' in error ? error.$response : error
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined
  const { headers } = response
  const value = headers instanceof Headers ? headers.get('retry-after') : plainHeader(headers)
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined
}

function plainHeader(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return undefined
  return String(headers['retry-after'])
}

function problemOf(chain: readonly Error[]): string {
  const error = chain.at(-1) ?? chain[0]
  const text = error?.message.trim().split(/\r?\n/, 1)[0] ?? ''
  return maskSecrets(text === '' ? (error?.name ?? 'it threw no error') : text).slice(0, 300)
}

export interface FailedModel {
  readonly provider: string
  readonly model: string
  readonly tries: number
  readonly timeout: string
}

/** The fault that ends the run. */
export function faultOf({ kind, problem }: Failure, { provider, model, tries, timeout }: FailedModel): Fault {
  switch (kind) {
    case 'throttled':
      return new Fault('MODEL_THROTTLED', { model, tries, problem }, { retryable: true })
    case 'unavailable':
      return new Fault('MODEL_UNAVAILABLE', { model, tries, problem }, { retryable: true })
    case 'timedOut':
      return new Fault('MODEL_TIMED_OUT', { model, timeout }, { retryable: true })
    case 'unknown':
      return new Fault('MODEL_UNKNOWN', { model, provider, problem })
    case 'denied':
      return new Fault('MODEL_DENIED', { model, provider, problem })
    case 'tooLong':
      return new Fault('MODEL_PROMPT_TOO_LONG', { model, problem })
    case 'refused':
      return new Fault('MODEL_REFUSED', { model, problem })
  }
}

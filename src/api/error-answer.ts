import { hintOf, messageOf } from '../core/errors/catalogue.ts'
import { Fault, type Finding } from '../core/fault.ts'
import type { Log } from '../ports/log.ts'
import type { Answer } from './api-route.ts'
import type { ErrorDetail, WireFinding } from './contract.ts'
import { statusOf } from './status-of.ts'

/** What a client should wait before it repeats a request that the store did not carry out. */
const retryAfterSeconds = 1

export interface FailedRequest {
  readonly requestId: string
  /** That the request was about, if it was about one. */
  readonly jobId?: string | undefined
  readonly log: Log
}

/** The answer to whatever was thrown; never a stack. What is not the client's doing is logged with the ids of request and job. */
export function errorAnswer(thrown: unknown, { requestId, jobId, log }: FailedRequest): Answer {
  const fault = thrown instanceof Fault ? thrown : unforeseen(thrown)
  const status = statusOf(fault.code)
  if (status >= 500) log('error', fault.message, { requestId, jobId, code: fault.code, cause: causeOf(thrown) })
  const headers: Record<string, string> = {}
  if (status === 503) headers['retry-after'] = String(retryAfterSeconds)
  if (status === 405) headers.allow = String(fault.args.allowed)
  return { status, headers, body: { error: errorDetailOf(fault, requestId) } }
}

function errorDetailOf(fault: Fault, requestId: string): ErrorDetail {
  return {
    code: fault.code,
    message: fault.message,
    hint: fault.hint,
    at: fault.at,
    requestId,
    findings: fault.findings.length === 0 ? undefined : fault.findings.map(wireFindingOf),
  }
}

function wireFindingOf({ code, level, args, at }: Finding): WireFinding {
  const place = at === undefined ? args.path : `${at.file ?? ''}:${at.line}:${at.column}`
  return {
    code,
    level,
    message: messageOf(code, args),
    hint: hintOf(code, args),
    at: place === undefined ? undefined : String(place),
  }
}

/** The words of an unforeseen error may hold anything: they go to the log only. */
function unforeseen(thrown: unknown): Fault {
  return new Fault('INTERNAL', { problem: 'the request was not carried out' }, { cause: thrown })
}

function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown instanceof Fault ? String(thrown.cause ?? '') : (thrown.stack ?? thrown.message)
}

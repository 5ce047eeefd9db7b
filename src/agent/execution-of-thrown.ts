import { errorCatalogue } from '../core/errors/catalogue.ts'
import { Fault } from '../core/fault.ts'
import type { Execution } from '../ports/agent-executor.ts'
import type { Log } from '../ports/log.ts'
import { isAgentError } from './agent-error.ts'
import { describeIssues, type SchemaIssue } from './schema-issues.ts'

/** How an attempt ends whose `run` threw. Writes the stack of an unexpected error to the log, where its author finds the line. */
export function executionOfThrown(
  thrown: unknown,
  host: { readonly signal: AbortSignal; readonly log: Log },
): Execution {
  const cause = abortReason(thrown, host.signal) ?? thrown
  if (isAgentError(cause)) return failed(cause.code, lineOf(cause), cause.retryable)
  if (isFault(cause)) return failedBy(cause, retryableOf(cause))
  if (cause instanceof Error) host.log('error', 'Agent threw', { stack: cause.stack })
  return failed('STEP_FAILED', lineOf(cause))
}

/** By its shape too: `troupe/llm` may be another copy of this package, bundled with the author's code. */
function isFault(thrown: unknown): thrown is Fault {
  if (thrown instanceof Fault) return true
  return thrown instanceof Error && thrown.name === 'Fault' && 'code' in thrown && String(thrown.code) in errorCatalogue
}

/** The signal's reason, when what was thrown only passes the abort on. */
function abortReason(thrown: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted) return undefined
  return thrown instanceof Error && thrown.name === 'AbortError' ? signal.reason : undefined
}

/** An input that does not match is the same next time; for other faults "not retryable" is no promise, so the policy decides. */
function retryableOf(fault: Fault): boolean | undefined {
  if (fault.code === 'STEP_INPUT_INVALID') return false
  return fault.retryable ? true : undefined
}

/** The execution that a fault makes. `retryable` absent: the retry policy decides. */
export function failedBy(fault: Fault, retryable?: boolean): Execution {
  return failed(fault.code, fault.message, retryable)
}

function failed(code: string, message: string, retryable?: boolean): Execution {
  return { status: 'failed', error: { code, message, ...(retryable === undefined ? {} : { retryable }) } }
}

const maxMessage = 500

/** One line of at most 500 characters about anything that was thrown. */
function lineOf(thrown: unknown): string {
  return wordsOf(thrown).slice(0, maxMessage)
}

function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? quoted(thrown) : `Agent threw ${typeName(thrown)}`
  // zod's own message is JSON over many lines.
  if ('issues' in thrown && Array.isArray(thrown.issues)) return describeIssues(thrown.issues.filter(isIssue))
  const message = firstLine(thrown.message) || thrown.name
  // `fetch failed` alone says nothing: the cause does.
  const cause = thrown.cause instanceof Error ? firstLine(thrown.cause.message) : ''
  return cause === '' || message.includes(cause) ? message : `${message}: ${cause}`
}

function quoted(text: string): string {
  return firstLine(text) || 'Agent threw an empty string'
}

function typeName(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a value that is no Error: ${typeof value}`
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? ''
}

function isIssue(value: unknown): value is SchemaIssue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    Array.isArray(value.path) &&
    'message' in value &&
    typeof value.message === 'string'
  )
}

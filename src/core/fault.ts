import { type ErrorArgs, type ErrorCode, hintOf, messageOf } from './errors/catalogue.ts'

/** A problem in what the user wrote, as data; many at once. Its wording is made by `messageOf` and `hintOf`. */
export interface Finding {
  readonly code: ErrorCode
  readonly level: 'error' | 'warning'
  readonly at?: Place
  readonly args: ErrorArgs
}

/** Where a finding is. `line` and `column` count from 1; `start` and `end` are offsets in UTF-16 units into the text. */
export interface Place {
  readonly file?: string
  readonly line: number
  readonly column: number
  readonly start: number
  readonly end: number
}

/** Offsets into a text, in UTF-16 units, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface FaultOptions {
  readonly cause?: unknown
  /** Whether trying again later can help; decided where the fault is made, never by reading text. */
  readonly retryable?: boolean
  readonly findings?: readonly Finding[]
  /** A span in a condition, or a place such as `rule doubtful`. */
  readonly at?: string
}

/** The one thrown error of the platform: a code from the catalogue, its message and one imperative hint. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: ErrorCode
  readonly args: ErrorArgs
  readonly hint: string | undefined
  readonly at: string | undefined
  readonly retryable: boolean
  readonly findings: readonly Finding[]

  constructor(code: ErrorCode, args: ErrorArgs = {}, options: FaultOptions = {}) {
    super(messageOf(code, args), { cause: options.cause })
    this.code = code
    this.args = args
    this.hint = hintOf(code, args)
    this.at = options.at
    this.retryable = options.retryable ?? false
    this.findings = options.findings ?? []
  }
}

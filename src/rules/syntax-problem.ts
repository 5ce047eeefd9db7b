import type { ErrorArgs, ErrorCode } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'

/** A problem in the text of a condition or mapping. Offsets are into that text, in UTF-16 units. */
export interface ConditionFinding {
  readonly code: ErrorCode
  readonly level: 'error' | 'warning'
  /** 0 <= start <= end <= length; empty at the end of the text when something is missing there. */
  readonly span: Span
  /** For `messageOf` and `hintOf`. */
  readonly args: ErrorArgs
}

/** Why reading stopped. Thrown by scanner and parser, and turned into a finding by whoever called them. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem'
  readonly span: Span
  readonly hint: string | undefined

  constructor(problem: string, span: Span, hint?: string) {
    super(problem)
    this.span = span
    this.hint = hint
  }
}

/** The finding for what reading threw; anything but a syntax problem is thrown on. */
export function findingOf(error: unknown, code: 'RULE_SYNTAX' | 'MAPPING_SYNTAX'): ConditionFinding {
  if (!(error instanceof SyntaxProblem)) throw error
  return errorAt(error.span, code, withHint({ problem: error.message }, error.hint))
}

export function errorAt({ start, end }: Span, code: ErrorCode, args: ErrorArgs): ConditionFinding {
  return { code, level: 'error', span: { start, end }, args }
}

/** The hint replaces the one of the catalogue. */
export function withHint(args: ErrorArgs, hint: string | undefined): ErrorArgs {
  return hint === undefined ? args : { ...args, hint }
}

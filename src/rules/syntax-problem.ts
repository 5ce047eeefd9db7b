import type { ErrorArgs, ErrorCode } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'

/** A problem in the text of a condition or mapping. Offsets are into that text, in UTF-16 units. */
export interface ConditionFinding {
  readonly code: ErrorCode
  readonly level: 'error' | 'warning'
  /** 0 <= start <= end <= length; empty at the end of the text when something is missing there. */
  readonly span: Span
  /** For `messageOf` and `hintOf`; an argument `hint` replaces the hint of the catalogue. */
  readonly args: ErrorArgs
}

/** Stops reading, for whoever called the scanner or parser to turn into a finding. */
export function refuse(problem: string, span: Span, hint?: string): never {
  throw new SyntaxProblem(problem, { cause: { span, args: hint === undefined ? { problem } : { problem, hint } } })
}

/** The finding for what `refuse` threw; anything else is thrown on. */
export function findingOf(error: unknown, code: 'RULE_SYNTAX' | 'MAPPING_SYNTAX'): ConditionFinding {
  if (!(error instanceof SyntaxProblem)) throw error
  return errorAt(error.cause.span, code, error.cause.args)
}

export function errorAt({ start, end }: Span, code: ErrorCode, args: ErrorArgs): ConditionFinding {
  return { code, level: 'error', span: { start, end }, args }
}

class SyntaxProblem extends Error {
  declare readonly cause: Pick<ConditionFinding, 'span' | 'args'>
}

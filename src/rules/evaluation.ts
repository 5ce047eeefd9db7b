import type { ErrorArgs } from '../core/errors/catalogue.ts'
import { Fault, type Span } from '../core/fault.ts'
import type { JsonObject, JsonValue } from '../core/json.ts'
import type { Budget } from './equality.ts'

/** What a condition is evaluated on. */
export interface ConditionData {
  readonly input: JsonValue
  /** By agent name or step id. */
  readonly results: JsonObject
}

/** One evaluation under way: the data, and what was found in it. */
export interface Evaluation extends Budget {
  readonly text: string
  readonly data: ConditionData
  readonly read: [path: string, value: JsonValue][]
  readonly missing: string[]
}

/** A compiled part: its value, or undefined when it is missing. */
export type Read = (evaluation: Evaluation) => JsonValue | undefined
/** A compiled part that counts as true or false. */
export type Test = (evaluation: Evaluation) => boolean

/** Notes a path that was walked, once; `undefined` is missing. */
export function noteRead({ read, missing }: Evaluation, path: string, value: JsonValue | undefined): void {
  if (value === undefined) {
    if (!missing.includes(path)) missing.push(path)
    return
  }
  // No pattern here: taking a pair apart costs more than the comparison.
  for (const known of read) if (known[0] === path) return
  read.push([path, value])
}

/** Throws the fault `RULE_TYPE_ERROR` for that part of the condition. */
export function failType({ text }: Evaluation, { start, end }: Span, problem: ErrorArgs): never {
  throw new Fault('RULE_TYPE_ERROR', { ...problem, condition: text, start, end }, { at: `${start}-${end}` })
}

/** Throws for a comparison beyond S5's budget. */
export function failBudget(evaluation: Evaluation, span: Span): never {
  const problem = 'it compares more than 10,000 values in lists and maps'
  failType(evaluation, span, { problem, hint: 'Let an agent compare them' })
}

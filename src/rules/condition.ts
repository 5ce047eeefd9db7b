import type { JsonValue } from '../core/json.ts'
import { checkVerdict, type ExpressionCheck } from './check-expression.ts'
import { roots } from './check-path.ts'
import { compileLater } from './compile.ts'
import { comparedNodes } from './equality.ts'
import type { ConditionData, Evaluation, Test } from './evaluation.ts'
import { parseCondition } from './parser.ts'
import type { Expression } from './syntax.ts'
import { type ConditionFinding, findingOf } from './syntax-problem.ts'

export type { ConditionData } from './evaluation.ts'
export type { ConditionFinding } from './syntax-problem.ts'

/**
 * The condition language: text -> checked condition -> verdict with its reason. docs/conditions.md is its reference.
 *
 * 1. A text that passes the check evaluates, on any JSON, to true or false, or throws the fault `RULE_TYPE_ERROR`.
 * 2. No text makes the check throw; each finding's span lies within the text.
 * 3. Evaluating reads own properties of the data and nothing else; it changes nothing and always ends.
 *
 * It does not know agents.yaml: lines, columns and carets are made by whoever holds the file.
 */

/** A checked condition; immutable, good for any number of evaluations. Made by `checkCondition` only. */
export interface Condition {
  readonly text: string
  readonly expression: Expression
  readonly test: Test
}

export interface CheckedCondition {
  /** Absent when a finding is an error. */
  readonly condition?: Condition
  readonly findings: readonly ConditionFinding[]
  /** The names after `results.` and `prev_step.`, once each, in order. */
  readonly reads: readonly string[]
}

export interface Verdict {
  readonly value: boolean
  /** Each path that was read and found, once, in order: `input.row_count`. */
  readonly read: readonly (readonly [path: string, value: JsonValue])[]
  /** Each path that was read and not found. */
  readonly missing: readonly string[]
}

/**
 * Checks a condition as written in agents.yaml.
 * Findings are `RULE_SYNTAX` (one, where reading stopped), or any number of `RULE_TYPE`, `RULE_UNKNOWN_NAME` and
 * `RULE_UNKNOWN_FUNCTION`, by position.
 * @param known `names`: the agents and step ids that may follow `results.` and `prev_step.`
 */
export function checkCondition(text: string, known: { readonly names: readonly string[] }): CheckedCondition {
  let expression: Expression
  try {
    expression = parseCondition(text)
  } catch (error) {
    return { findings: [findingOf(error, 'RULE_SYNTAX')], reads: [] }
  }
  const check: ExpressionCheck = { text, roots, names: known.names, findings: [], reads: [] }
  checkVerdict(check, expression)
  const { findings, reads } = check
  findings.sort((a, b) => a.span.start - b.span.start)
  if (findings.length > 0) return { findings, reads }
  return { condition: { text, expression, test: compileLater(expression) }, findings, reads }
}

/**
 * Decides a condition. Throws the fault `RULE_TYPE_ERROR` when values have types that it cannot work with (`at` is the
 * span `start-end`, `args` holds `condition`, `problem`, `start`, `end`); the same data always throws again.
 */
export function evaluateCondition({ text, test }: Condition, data: ConditionData): Verdict {
  const evaluation: Evaluation = { text, data, read: [], missing: [], nodesLeft: comparedNodes }
  const { read, missing } = evaluation
  return { value: test(evaluation), read, missing }
}

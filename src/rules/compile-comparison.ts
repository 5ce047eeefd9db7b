import type { JsonValue } from '../core/json.ts'
import { memberOf, sameJson } from './equality.ts'
import { type Evaluation, failBudget, failType, type Read, type Test } from './evaluation.ts'
import type { Comparison, Operator } from './syntax.ts'
import { compareText } from './text.ts'
import { comparisonProblem } from './type-rules.ts'
import { typeOf } from './value-type.ts'

/** Compares two values that are there. */
type Compare = (left: JsonValue, right: JsonValue, evaluation: Evaluation) => boolean

/** A comparison of what its sides read. Both are always read; with one missing it is false, whatever the operator (S2). */
export function compileComparison(node: Comparison, readLeft: Read, readRight: Read): Test {
  const compare = comparers[node.operator](node)
  return (evaluation) => {
    const left = readLeft(evaluation)
    const right = readRight(evaluation)
    return left !== undefined && right !== undefined && compare(left, right, evaluation)
  }
}

const comparers: Readonly<Record<Operator, (node: Comparison) => Compare>> = {
  '==': (node) => (left, right, evaluation) => same(left, right, { evaluation, node }),
  '!=': (node) => (left, right, evaluation) => !same(left, right, { evaluation, node }),
  in: (node) => (left, right, evaluation) => right !== null && holds(left, right, { evaluation, node }),
  // Like a missing list, null is no list to be absent from (S3).
  'not in': (node) => (left, right, evaluation) => right !== null && !holds(left, right, { evaluation, node }),
  '<': ordering((sign) => sign < 0),
  '<=': ordering((sign) => sign <= 0),
  '>': ordering((sign) => sign > 0),
  '>=': ordering((sign) => sign >= 0),
}

interface Place {
  readonly evaluation: Evaluation
  readonly node: Comparison
}

function same(left: JsonValue, right: JsonValue, { evaluation, node }: Place): boolean {
  return sameJson(left, right, evaluation) ?? failBudget(evaluation, node)
}

function holds(value: JsonValue, list: JsonValue, { evaluation, node }: Place): boolean {
  if (!Array.isArray(list)) return failComparison(value, list, { evaluation, node })
  return memberOf(value, list, evaluation) ?? failBudget(evaluation, node)
}

function ordering(fits: (sign: number) => boolean): (node: Comparison) => Compare {
  return (node) => (left, right, evaluation) => {
    if (typeof left === 'number' && typeof right === 'number') return fits(left - right)
    if (typeof left === 'string' && typeof right === 'string') return fits(compareText(left, right))
    if (left === null || right === null) return false
    return failComparison(left, right, { evaluation, node })
  }
}

function failComparison(left: JsonValue, right: JsonValue, { evaluation, node }: Place): never {
  const problem = comparisonProblem(evaluation.text, node, [typeOf(left), typeOf(right)])
  // The values got here because their types do not go together: there always is a problem.
  return failType(evaluation, node, problem ?? { problem: `${node.operator} does not take these types` })
}

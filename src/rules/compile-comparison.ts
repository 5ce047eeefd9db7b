import type { JsonValue } from '../core/json.ts'
import { type Budget, memberOf, sameJson } from './equality.ts'
import { type Evaluation, failBudget, failType, type Read, type Test } from './evaluation.ts'
import type { Comparison, Operator } from './syntax.ts'
import { compareText } from './text.ts'
import { comparisonProblem } from './type-rules.ts'
import { typeOf } from './value-type.ts'

/** A comparison of what its sides read. Both are always read; with one missing it is false, whatever the operator (S2). */
export function compileComparison(node: Comparison, readLeft: Read, readRight: Read): Test {
  const compare = comparers[node.operator]
  return (evaluation) => {
    const left = readLeft(evaluation)
    const right = readRight(evaluation)
    if (left === undefined || right === undefined) return false
    return compare(left, right, evaluation) ?? fail(evaluation, node, [left, right])
  }
}

/** Compares two values that are there. Undefined: their types do not go together, or the budget is spent. */
type Compare = (left: JsonValue, right: JsonValue, budget: Budget) => boolean | undefined

const notMember = not(member)

const comparers: Readonly<Record<Operator, Compare>> = {
  '==': sameJson,
  '!=': not(sameJson),
  in: member,
  // Like a missing list, null is neither a list to be in nor one to be absent from (S3).
  'not in': (value, list, budget) => list !== null && notMember(value, list, budget),
  '<': ordering((sign) => sign < 0),
  '<=': ordering((sign) => sign <= 0),
  '>': ordering((sign) => sign > 0),
  '>=': ordering((sign) => sign >= 0),
}

function not(compare: Compare): Compare {
  return (left, right, budget) => {
    const verdict = compare(left, right, budget)
    return verdict === undefined ? undefined : !verdict
  }
}

function member(value: JsonValue, list: JsonValue, budget: Budget): boolean | undefined {
  return list === null || Array.isArray(list) ? memberOf(value, list, budget) : undefined
}

function ordering(fits: (sign: number) => boolean): Compare {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return fits(left - right)
    if (typeof left === 'string' && typeof right === 'string') return fits(compareText(left, right))
    return left === null || right === null ? false : undefined
  }
}

function fail(evaluation: Evaluation, node: Comparison, [left, right]: readonly [JsonValue, JsonValue]): never {
  const problem = comparisonProblem(evaluation.text, node, [typeOf(left), typeOf(right)])
  return problem === undefined ? failBudget(evaluation, node) : failType(evaluation, node, problem)
}

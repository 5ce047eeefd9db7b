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
  '==': same,
  '!=': (node) => not(same(node)),
  in: (node) => unlessNull(member(node)),
  'not in': (node) => unlessNull(not(member(node))),
  '<': ordering((sign) => sign < 0),
  '<=': ordering((sign) => sign <= 0),
  '>': ordering((sign) => sign > 0),
  '>=': ordering((sign) => sign >= 0),
}

function same(node: Comparison): Compare {
  return (left, right, evaluation) => sameJson(left, right, evaluation) ?? failBudget(evaluation, node)
}

function member(node: Comparison): Compare {
  const fail = failing(node)
  return (value, list, evaluation) =>
    Array.isArray(list)
      ? (memberOf(value, list, evaluation) ?? failBudget(evaluation, node))
      : fail(value, list, evaluation)
}

/** Like a missing list, null is neither a list to be in nor one to be absent from (S3). */
function unlessNull(compare: Compare): Compare {
  return (value, list, evaluation) => list !== null && compare(value, list, evaluation)
}

function not(compare: Compare): Compare {
  return (left, right, evaluation) => !compare(left, right, evaluation)
}

function ordering(fits: (sign: number) => boolean): (node: Comparison) => Compare {
  return (node) => {
    const fail = failing(node)
    return (left, right, evaluation) => {
      if (typeof left === 'number' && typeof right === 'number') return fits(left - right)
      if (typeof left === 'string' && typeof right === 'string') return fits(compareText(left, right))
      return left !== null && right !== null && fail(left, right, evaluation)
    }
  }
}

/** For values that got here because their types do not go together: there always is a problem. */
function failing(node: Comparison): (left: JsonValue, right: JsonValue, evaluation: Evaluation) => never {
  return (left, right, evaluation) => {
    const problem = comparisonProblem(evaluation.text, node, [typeOf(left), typeOf(right)])
    return failType(evaluation, node, problem ?? { problem: `${node.operator} does not take these types` })
  }
}

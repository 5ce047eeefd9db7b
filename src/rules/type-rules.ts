import type { Span } from '../core/fault.ts'
import type { RuleFunction } from './functions.ts'
import type { Comparison, Ordering } from './syntax.ts'
import { aType, type ValueType } from './value-type.ts'

/**
 * Which types go together (S4, S6, S9, S17): asked once with what the text alone tells, and again with the values met.
 * An unknown type is undefined and goes with everything.
 */

export interface TypeProblem {
  readonly problem: string
  readonly hint?: string
}

type Known = ValueType | undefined

/** S4, and S3: null counts as false. */
export function verdictProblem(type: Known): TypeProblem | undefined {
  if (type === undefined || type === 'boolean' || type === 'null') return undefined
  return {
    problem: `${aType(type)} stands where true or false is needed`,
    hint: 'Compare it with a value: only true and false count as true and false',
  }
}

/** S6 and S9. Equality takes any types. `text` is the condition, for hints in its own words. */
export function comparisonProblem(
  text: string,
  { operator, left, right }: Comparison,
  [leftType, rightType]: readonly [Known, Known],
): TypeProblem | undefined {
  if (operator === '==' || operator === '!=') return undefined
  if (operator !== 'in' && operator !== 'not in') return orderingProblem(operator, leftType, rightType)
  if (rightType === undefined || rightType === 'list' || rightType === 'null') return undefined
  const problem = `${operator} looks into a list, and met ${aType(rightType)} on its right`
  const written = { not: operator === 'in' ? '' : 'not ', left: sourceOf(text, left), right: sourceOf(text, right) }
  return { problem, hint: membershipHint(rightType, written) }
}

/** S3: with null, ordering is false. */
function orderingProblem(operator: Ordering, left: Known, right: Known): TypeProblem | undefined {
  if (left === 'null' || right === 'null') return undefined
  if (isOrdered(left) && isOrdered(right) && (left === right || left === undefined || right === undefined))
    return undefined
  const met = [left, right].filter((type) => type !== undefined)
  return { problem: `${operator} orders two numbers or two strings, and met ${met.map(aType).join(' and ')}` }
}

function isOrdered(type: Known): boolean {
  return type === undefined || type === 'number' || type === 'string'
}

function membershipHint(type: ValueType, written: { not: string; left: string; right: string }): string {
  if (type === 'string') return `Write ${written.not}contains(${written.right}, ${written.left})`
  if (type === 'map') return `Ask for the key by its path: ${written.not}exists(${written.right}.key)`
  return 'Write a list on the right: [1, 2]'
}

function sourceOf(text: string, { start, end }: Span): string {
  return text.slice(start, end)
}

/** S17: the first argument of a type that the function does not take. */
export function argumentProblem(
  name: string,
  { takes, inText }: RuleFunction,
  types: readonly Known[],
): (TypeProblem & { readonly index: number }) | undefined {
  for (const [index, type] of types.entries()) {
    const wanted = index === 1 && types[0] === 'string' && inText !== undefined ? inText : (takes[index] ?? [])
    if (type === undefined || wanted.includes(type)) continue
    const kinds = wanted.filter((kind) => kind !== 'null').map(aType)
    const place = takes.length === 1 ? '' : ` as argument ${index + 1}`
    return { index, problem: `${name}() takes ${kinds.join(' or ')}${place}, and met ${aType(type)}` }
  }
  return undefined
}

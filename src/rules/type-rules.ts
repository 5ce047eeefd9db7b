import type { ErrorArgs } from '../core/errors/catalogue.ts'
import type { RuleFunction } from './functions.ts'
import type { Comparison, Ordering } from './syntax.ts'
import { aType, type ValueType } from './value-type.ts'

/**
 * Which types go together (S4, S6, S9, S17): asked once with what the text alone tells, and again with the values met.
 * An unknown type is undefined and goes with everything. What is wrong comes as the arguments of a finding or fault.
 */

type Known = ValueType | undefined

/** S4, and S3: null counts as false. */
export function verdictProblem(type: Known): ErrorArgs | undefined {
  if (goes(type, ['boolean', 'null'])) return undefined
  return {
    problem: `${aType(type)} stands where true or false is needed`,
    hint: 'Compare it with a value',
  }
}

/** S6 and S9. Equality takes any types. `text` is the condition, for hints in its own words. */
export function comparisonProblem(
  text: string,
  node: Comparison,
  [left, right]: readonly [Known, Known],
): ErrorArgs | undefined {
  const { operator } = node
  if (operator === '==' || operator === '!=') return undefined
  if (operator !== 'in' && operator !== 'not in') return orderingProblem(operator, left, right)
  if (goes(right, ['list', 'null'])) return undefined
  const problem = `${operator} looks into a list, and met ${aType(right)} on its right`
  return { problem, hint: membershipHint(text, node, right) }
}

/** S3: with null, ordering is false. */
function orderingProblem(operator: Ordering, left: Known, right: Known): ErrorArgs | undefined {
  if (left === 'null' || right === 'null') return undefined
  if (goes(left, ordered) && goes(right, left === undefined ? ordered : [left])) return undefined
  const met = [left, right].filter((type) => type !== undefined)
  return { problem: `${operator} orders two numbers or two strings, and met ${met.map(aType).join(' and ')}` }
}

const ordered: readonly ValueType[] = ['number', 'string']

function goes<Type extends ValueType>(type: Known, wanted: readonly Type[]): type is Type | undefined {
  return type === undefined || (wanted as readonly ValueType[]).includes(type)
}

function membershipHint(text: string, { operator, left, right }: Comparison, type: ValueType): string {
  const not = operator === 'in' ? '' : 'not '
  const whole = text.slice(right.start, right.end)
  if (type === 'string') return `Write ${not}contains(${whole}, ${text.slice(left.start, left.end)})`
  if (type === 'map') return `Write ${not}exists(${whole}.key)`
  return 'Write a list on the right: [1, 2]'
}

/** S17: the first argument of a type that the function does not take. */
export function argumentProblem(
  name: string,
  { takes, inText }: RuleFunction,
  types: readonly Known[],
): { readonly index: number; readonly problem: ErrorArgs } | undefined {
  for (const [index, type] of types.entries()) {
    const wanted = index === 1 && types[0] === 'string' && inText !== undefined ? inText : takes[index]
    if (wanted === undefined || goes(type, wanted)) continue
    const kinds = wanted.filter((kind) => kind !== 'null').map(aType)
    const place = takes.length === 1 ? '' : ` as argument ${index + 1}`
    const problem = `${name}() takes ${kinds.join(' or ')}${place}, and met ${aType(type)}`
    return { index, problem: { problem } }
  }
  return undefined
}

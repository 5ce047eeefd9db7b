import type { JsonValue } from '../core/json.ts'
import { type Budget, type Container, memberOf, sizeOf } from './equality.ts'
import { codePoints, includesText, standsAt } from './text.ts'
import type { ValueType } from './value-type.ts'

/** A function of conditions (S17). */
export interface RuleFunction {
  /** By argument, the types it takes, undefined for all; an argument of another type is a type error. */
  readonly takes: readonly (readonly ValueType[] | undefined)[]
  /** What the second argument must be when the first is a string. */
  readonly inText?: readonly ValueType[]
  readonly gives: 'boolean' | 'number' | 'string'
  /** Undefined when the budget of comparisons is spent. Missing arguments never come here. */
  readonly apply: (args: readonly JsonValue[], budget: Budget) => JsonValue | undefined
}

const anything = undefined
const text = ['string'] as const

export const functions: ReadonlyMap<string, RuleFunction> = new Map<string, RuleFunction>([
  // The check sees to it that the argument is a path: a value is there.
  ['exists', { takes: [anything], gives: 'boolean', apply: () => true }],
  ['len', { takes: [['string', 'list', 'map']], gives: 'number', apply: ([value]) => lengthOf(value) }],
  ['lower', { takes: [text], gives: 'string', apply: ([whole]) => String(whole).toLowerCase() }],
  ['contains', { takes: [['string', 'list', 'null'], anything], inText: text, gives: 'boolean', apply: contains }],
  ['starts_with', ofTwoTexts((whole, part) => standsAt(whole, part, 0))],
  ['ends_with', ofTwoTexts((whole, part) => standsAt(whole, part, whole.length - part.length))],
])

function ofTwoTexts(test: (whole: string, part: string) => boolean): RuleFunction {
  const apply = ([whole, part]: readonly JsonValue[]) => test(String(whole), String(part))
  return { takes: [text, text], gives: 'boolean', apply }
}

/** Characters of a string (code points), items of a list, keys of a map. */
function lengthOf(value: JsonValue | undefined): number {
  return typeof value === 'string' ? codePoints(value) : sizeOf(value as Container)
}

function contains([whole, part]: readonly JsonValue[], budget: Budget): boolean | undefined {
  if (typeof whole === 'string') return includesText(whole, String(part))
  return memberOf(part as JsonValue, whole as readonly JsonValue[] | null, budget)
}

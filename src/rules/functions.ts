import type { JsonValue } from '../core/json.ts'
import { type Budget, memberOf } from './equality.ts'
import { codePoints, includesText, standsAt } from './text.ts'
import type { ValueType } from './value-type.ts'

/** A function of conditions (S17). `exists` is not among them: it looks at the path, not at the value. */
export interface RuleFunction {
  /** By argument, the types it takes; an argument of another type is a type error. */
  readonly takes: readonly (readonly ValueType[])[]
  /** What the second argument must be when the first is a string. */
  readonly inText?: readonly ValueType[]
  readonly gives: 'boolean' | 'number' | 'string'
  /** Undefined when the budget of comparisons is spent. Missing arguments never come here. */
  readonly apply: (args: readonly JsonValue[], budget: Budget) => JsonValue | undefined
}

const anything = ['null', 'boolean', 'number', 'string', 'list', 'map'] as const

export const functions: ReadonlyMap<string, RuleFunction> = new Map<string, RuleFunction>([
  ['len', { takes: [['string', 'list', 'map']], gives: 'number', apply: ([value]) => lengthOf(value) }],
  ['lower', { takes: [['string']], gives: 'string', apply: ([text]) => String(text).toLowerCase() }],
  [
    'contains',
    {
      takes: [['string', 'list', 'null'], anything],
      inText: ['string'],
      gives: 'boolean',
      apply: contains,
    },
  ],
  [
    'starts_with',
    {
      takes: [['string'], ['string']],
      gives: 'boolean',
      apply: ([text, start]) => standsAt(String(text), String(start), 0),
    },
  ],
  [
    'ends_with',
    {
      takes: [['string'], ['string']],
      gives: 'boolean',
      apply: ([text, end]) => standsAt(String(text), String(end), String(text).length - String(end).length),
    },
  ],
])

export const functionNames: readonly string[] = ['exists', ...functions.keys()]

/** Characters of a string (code points), items of a list, keys of a map. */
function lengthOf(value: JsonValue | undefined): number {
  if (typeof value === 'string') return codePoints(value)
  return Array.isArray(value) ? value.length : Object.keys(value ?? {}).length
}

function contains([whole, part]: readonly JsonValue[], budget: Budget): boolean | undefined {
  if (typeof whole === 'string') return includesText(whole, String(part))
  return memberOf(part as JsonValue, whole as readonly JsonValue[] | null, budget)
}

import { Fault } from '../../../src/core/fault.ts'
import type { JsonValue } from '../../../src/core/json.ts'
import { checkCondition, evaluateCondition } from '../../../src/rules/condition.ts'

/** By rule: conditions, and what becomes of them on the data below. */
export type Rows = Readonly<Record<string, readonly (readonly [condition: string, expected: boolean | string])[]>>

export const syntax = 'RULE_SYNTAX'
export const type = 'RULE_TYPE'
export const name = 'RULE_UNKNOWN_NAME'
export const unknownFunction = 'RULE_UNKNOWN_FUNCTION'
/** A type error at run time. */
export const wrong = 'RULE_TYPE_ERROR'

const names = ['reporter', 'data_cleaner', 'second-opinion', 'or', 'always']

const input: JsonValue = {
  kind: 'financial',
  count: 5,
  price: 2.5,
  text: '200000',
  yes: true,
  no: false,
  nothing: null,
  empty: '',
  list: [1, 'a', null, [2], { k: 1 }],
  same: [1, 'a', null, [2], { k: 1 }],
  none: [],
  map: { k: 1, nested: { deep: [{ x: 7 }] } },
  turned: { nested: { deep: [{ x: 7 }] }, k: 1 },
  'row-count': 3,
  or: 1,
  notes: 'n',
  '0': 'zero',
  emoji: '😀',
  replacement: '�',
  large: Array.from({ length: 9_999 }, (_, index) => index),
  tooLarge: Array.from({ length: 10_000 }, (_, index) => index),
}
const results: Record<string, JsonValue> = {
  reporter: { confidence: 0.6, ok: true },
  'second-opinion': { ok: false },
  or: { value: 1 },
}

/** The verdict, or the code of what is wrong. */
export function outcome(text: string): boolean | string {
  const { condition, findings } = checkCondition(text, { names })
  if (condition === undefined) return [...new Set(findings.map(({ code }) => code))].join(' ')
  try {
    return evaluateCondition(condition, { input, results }).value
  } catch (error) {
    if (error instanceof Fault && error.code === 'RULE_TYPE_ERROR') return error.code
    throw error
  }
}

import { expect, test } from 'vitest'
import type { JsonValue } from '../../src/core/json.ts'
import { checkCondition, evaluateCondition } from '../../src/rules/condition.ts'

/** Counts every look at the data: a step that no machine makes cheaper or dearer. */
function counted(value: JsonValue, count: () => void): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value as object, {
    get: (target, key, receiver) => {
      count()
      return counted(Reflect.get(target, key, receiver), count)
    },
    getOwnPropertyDescriptor: (target, key) => {
      count()
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  }) as JsonValue
}

/** As many repetitions as S15 accepts. */
function filled(part: string, joint: string): string {
  let text = part
  while (checkCondition(text + joint + part, { names: [] }).condition !== undefined) text += joint + part
  return text
}

function stepsOf(text: string, data: JsonValue): number {
  const { condition } = checkCondition(text, { names: [] })
  if (condition === undefined) throw new Error(`not a condition: ${text}`)
  let steps = 0
  const input = counted(data, () => steps++)
  try {
    evaluateCondition(condition, { input, results: {} })
  } catch {
    // A spent budget is an end like another.
  }
  return steps
}

const rows = Array.from({ length: 4_999 }, (_, id) => ({ id }))

test.each(['input.a == input.b', 'input.a in [input.b]', 'contains([input.b], input.a)'])(
  'the dearest condition made of `%s` looks at the data a bounded number of times',
  (part) => {
    const steps = stepsOf(filled(part, ' or '), { a: rows, b: structuredClone(rows) })
    // Up to ten looks at each of 10,000 nodes: both sides, their shapes, keys and values.
    expect(steps).toBeGreaterThan(10_000)
    expect(steps).toBeLessThan(100_000)
  },
)

test('a comparison beyond the budget is given up before it is begun', () => {
  const large = Array.from({ length: 50_000 }, (_, index) => index)
  expect(stepsOf('input.a == input.b', { a: large, b: [...large] })).toBeLessThan(100)
})

import { describe, expect, test } from 'vitest'
import { outcome } from './conformance/outcome.ts'
import { shapeRows } from './conformance/shapes.ts'
import { textRows } from './conformance/texts.ts'
import { valueRows } from './conformance/values.ts'

const rules = { ...valueRows, ...textRows, ...shapeRows }

describe.each(Object.entries(rules))('rule %s holds', (_rule, rows) => {
  const cases = rows.map(([condition, expected]) => ({ title: condition.slice(0, 60), condition, expected }))
  test.each(cases)('for `$title`, which is $expected', ({ condition, expected }) => {
    expect(outcome(condition)).toBe(expected)
  })
})

test('the table has rows for every rule from S1 to S17', () => {
  expect(Object.keys(rules)).toEqual(Array.from({ length: 17 }, (_, index) => `S${index + 1}`))
})

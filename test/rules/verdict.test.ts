import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { type Condition, checkCondition, evaluateCondition } from '../../src/rules/condition.ts'
import { constantVerdict, inputPaths } from '../../src/rules/condition-facts.ts'

const names = ['cleaner', 'reporter']

function condition(text: string): Condition {
  const checked = checkCondition(text, { names }).condition
  if (checked === undefined) throw new Error(`not a condition: ${text}`)
  return checked
}

function verdict(text: string, input: JsonValue, results: Record<string, JsonValue> = {}) {
  return evaluateCondition(condition(text), { input, results })
}

function faultOf(run: () => unknown): Fault {
  try {
    run()
  } catch (error) {
    if (error instanceof Fault) return error
  }
  throw new Error('no fault')
}

test('a verdict names each path it read with its value, once, in order', () => {
  const text = "input['b'] == 1 or input.a[0] == 2 or prev_step.cleaner['row-count'] == 3 or input.b == 4"
  expect(verdict(text, { a: [5], b: null }, { cleaner: { 'row-count': 9 } })).toEqual({
    value: false,
    read: [
      ['input.b', null],
      ['input.a[0]', 5],
      ['prev_step.cleaner["row-count"]', 9],
    ],
    missing: [],
  })
})

test('a verdict names each path that was missing, once, in order', () => {
  const text = 'input.x > 1 or results.cleaner.rows > 1 or input.x < 1'
  expect(verdict(text, {})).toEqual({ value: false, read: [], missing: ['input.x', 'results.cleaner.rows'] })
})

test('a verdict names no path that it did not look at', () => {
  expect(verdict('input.a == 1 or input.b == 2', { a: 1, b: 2 }).read).toEqual([['input.a', 1]])
})

test('exists tells of a missing path without a failure', () => {
  expect(verdict('exists(input.a) and exists(input.b)', { a: null })).toEqual({
    value: false,
    read: [['input.a', null]],
    missing: ['input.b'],
  })
})

test('a path that only a strange quotation can write is rendered so that it can be read again', () => {
  const text = String.raw`exists(input["\u0008\u000c\\\"\n\ud83d é"])`
  const [path] = verdict(text, {}).missing
  expect(verdict(`exists(${path})`, {}).missing).toEqual([path])
})

test('a wrong type is a fault with the condition, the place and the types met', () => {
  const text = "true and input.text > 100000 or input.text == ''"
  const fault = faultOf(() => verdict(text, { text: '200000' }))
  expect(fault).toMatchObject({
    code: 'RULE_TYPE_ERROR',
    at: '9-28',
    retryable: false,
    args: { condition: text, start: 9, end: 28 },
  })
  expect(fault.message).toContain('> orders two numbers or two strings, and met a string and a number')
})

test('a search in text or in the keys of a map says what to write instead', () => {
  const data = { text: 'abc', map: { a: 1 } }
  expect(faultOf(() => verdict("'a' in input.text", data)).hint).toBe("Write contains(input.text, 'a')")
  expect(faultOf(() => verdict("'a' in input.map", data)).hint).toContain('exists(input.map.key)')
})

test('a comparison beyond 10,000 nodes is a fault, whether one is that large or all together are', () => {
  const list = Array.from({ length: 6_000 }, (_, index) => index)
  const again = [...list]
  expect(verdict('input.a == input.b', { a: list, b: again }).value).toBe(true)
  const fault = faultOf(() => verdict('input.a == input.b and input.a == input.b', { a: list, b: again }))
  expect(fault.message).toContain('more than 10,000')
})

test('a comparison of very deep values does not overflow the stack', () => {
  const deep = JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`) as JsonValue
  const other = JSON.parse(`${'['.repeat(9_000)}1${']'.repeat(9_000)}`) as JsonValue
  expect(verdict('input.a == input.b', { a: deep, b: other }).value).toBe(false)
})

test('keys named like inherited properties are read when they are own', () => {
  const input = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as JsonValue
  expect(verdict('input.__proto__.x == 1 and input.constructor == 2', input).value).toBe(true)
  expect(verdict('input == input', input).value).toBe(true)
})

test.each([
  ['always', true],
  ['true or input.x', true],
  ['false and input.x == 1', false],
  ['not (1 < 2)', false],
  ["lower('A') == 'a'", true],
  ['input.x == 1', undefined],
  ['input.x == 1 or true', undefined],
  ['input.x != input.x', undefined],
  ['exists(input.x)', undefined],
])('the verdict of `%s` before any job is %s', (text, expected) => {
  expect(constantVerdict(condition(text))).toBe(expected)
})

test('the input paths are those whose absence would go unseen', () => {
  const text = "exists(input.a) and input.b['c'] == 1 or input.d[0] in [input.b.c, len(input.e)] and results.cleaner.x"
  expect(inputPaths(condition(text))).toMatchObject([
    { path: 'input.b.c', keys: ['b', 'c'], span: { start: 20, end: 32 } },
    { path: 'input.d[0]', keys: ['d', 0] },
    { path: 'input.e', keys: ['e'] },
  ])
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toJson } from '../../src/agent/output-json.ts'

test('what is JSON stays as it is', () => {
  const stays = fc.property(fc.jsonValue(), (value) => {
    expect(toJson(value)).toEqual(JSON.parse(JSON.stringify(value)))
  })

  void fc.assert(stays)
})

test('whatever is returned, the answer survives JSON unchanged or is refused', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true })
  const survives = fc.property(anything, (value) => {
    const answer = attempt(() => toJson(value))
    if (answer instanceof Error) expect(answer.name).toBe('NotJson')
    else expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  })

  void fc.assert(survives)
})

test.each([
  ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a URL', new URL('https://example.com/a'), 'https://example.com/a'],
  ['undefined', undefined, null],
  ['an undefined property', { a: undefined, b: 1 }, { b: 1 }],
  [
    'an object of a class',
    new (class Point {
      x = 1
    })(),
    { x: 1 },
  ],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
])('%s is written as JSON does', (_name, value, written) => {
  expect(toJson(value)).toEqual(written)
})

const cyclic: { self?: unknown } = {}
cyclic.self = [cyclic]
let deep: unknown = 1
for (let level = 0; level < 100_000; level++) deep = [deep]
let wide: unknown = 'x'.repeat(1_048_576)
for (let level = 0; level < 10; level++) wide = { left: wide, right: wide }

test.each([
  ['a function', { act: () => 1 }, 'act is function'],
  ['a symbol', [Symbol('s')], '[0] is symbol'],
  ['a BigInt', 1n, 'the value is a BigInt'],
  ['NaN', { mean: Number.NaN }, 'mean is NaN'],
  ['Infinity', { rows: [{ max: Number.NEGATIVE_INFINITY }] }, 'rows[0].max is -Infinity'],
  ['undefined in an array', [1, undefined], '[1] is undefined'],
  ['an invalid Date', { at: new Date(Number.NaN) }, undefined],
  ['a Map', { byName: new Map() }, 'byName is a Map'],
  ['a Set', new Set(), 'the value is a Set'],
  ['bytes', { file: new Uint8Array(1) }, 'file is a Uint8Array'],
  ['an Error', { error: new Error('x') }, 'error is a Error'],
  ['a promise that was not awaited', { rows: Promise.resolve(1) }, 'rows is a Promise'],
  ['a cycle', cyclic, 'self[0] contains itself'],
  ['100,000 levels', deep, 'is nested deeper than 500 levels'],
  ['1 MB met 1,024 times', wide, 'makes it larger than 64 MB'],
  ['more than 64 MB', ['x'.repeat(65 * 1_048_576)], '[0] makes it larger than 64 MB'],
])('%s is refused with its place', (_name, value, problem) => {
  if (problem === undefined) return expect(toJson(value)).toEqual({ at: null })
  expect(() => toJson(value)).toThrow(problem)
})

test('a key __proto__ stays a property', () => {
  const parsed: unknown = JSON.parse('{"__proto__":{"admin":true}}')

  expect(JSON.stringify(toJson(parsed))).toBe('{"__proto__":{"admin":true}}')
})

function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (thrown) {
    return thrown as Error
  }
}

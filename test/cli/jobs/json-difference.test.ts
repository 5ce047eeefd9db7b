import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonDifference } from '../../../src/cli/jobs/json-difference.ts'
import type { JsonValue } from '../../../src/core/json.ts'

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>

describe('JSON difference', () => {
  test('names each place as a path', () => {
    const before = { region: 'north', rows: [{ id: 1 }, { id: 2 }], 'a b': null }
    const after = { region: 'south', rows: [{ id: 1 }, { id: 3 }, 4], extra: true }
    expect(jsonDifference('input', before, after)).toEqual([
      { kind: 'changed', path: 'input.region', before: 'north', after: 'south' },
      { kind: 'changed', path: 'input.rows[1].id', before: 2, after: 3 },
      { kind: 'added', path: 'input.rows[2]', after: 4 },
      { kind: 'removed', path: 'input["a b"]', before: null },
      { kind: 'added', path: 'input.extra', after: true },
    ])
  })

  test('tells a missing value from null, and a list from a map', () => {
    expect(jsonDifference('result', undefined, null)).toEqual([{ kind: 'added', path: 'result', after: null }])
    expect(jsonDifference('result', undefined, undefined)).toEqual([])
    expect(jsonDifference('x', {}, { constructor: 1 })).toEqual([{ kind: 'added', path: 'x.constructor', after: 1 }])
    expect(jsonDifference('x', [], {})).toEqual([{ kind: 'changed', path: 'x', before: [], after: {} }])
  })

  test('finds nothing between equal values and something between others', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(jsonDifference('x', a, structuredClone(a))).toEqual([])
        const same = JSON.stringify(a) === JSON.stringify(b)
        if (jsonDifference('x', a, b).length === 0 && !same) expect(a).toEqual(b)
      }),
    )
  })

  test('is the same both ways round, with added and removed exchanged', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const paths = (from: JsonValue, to: JsonValue) => jsonDifference('x', from, to).map(({ path }) => path)
        expect(paths(a, b).toSorted()).toEqual(paths(b, a).toSorted())
      }),
    )
  })
})

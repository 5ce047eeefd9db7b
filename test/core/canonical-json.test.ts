import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type JsonValue } from '../../src/core/json.ts'

describe('canonical JSON', () => {
  it('says the same value as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value as JsonValue))).toBe(canonicalJson(value as JsonValue))
      }),
    )
  })

  it('sorts keys as text and leaves out what is not there', () => {
    const value = { b: 1, a: [{ d: null, c: undefined }], 10: 2, 9: 3 } as unknown as JsonValue
    expect(canonicalJson(value)).toBe('{"10":2,"9":3,"a":[{"d":null}],"b":1}')
  })
})

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  )
}

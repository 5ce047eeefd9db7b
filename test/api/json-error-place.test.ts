import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonErrorOffset, jsonErrorPlace } from '../../src/api/json-error-place.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const broken = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', ',', '}', ']', '{', '[', '"', ':', '\\', '\u0001', '0', '.', 'e', 't', ' '),
  )
  .map(([text, place, insert]) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + insert + text.slice(insert === '' ? at + 1 : at)
  })

describe('the place of a JSON error', () => {
  it('is found for exactly the texts that JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          broken,
          fc.string(),
          fc.string({ unit: fc.constantFrom(...'[]{}:,"01-.eEtruefalsn\\u \n') }),
        ),
        (text) => {
          expect(jsonErrorOffset(text) === undefined).toBe(isJson(text))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('is behind a beginning that some JSON has', () => {
    fc.assert(
      fc.property(broken, (text) => {
        const offset = jsonErrorOffset(text)
        if (offset === undefined) return
        // What comes before the place is a beginning: its own error is that it ends.
        expect(jsonErrorOffset(text.slice(0, offset)) ?? offset).toBe(offset)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is told in lines and columns from 1', () => {
    expect(jsonErrorPlace('{\n  "a": 1\n  "b": 2\n}')).toEqual({ problem: '"\\"" is not expected', line: 3, column: 3 })
    expect(jsonErrorPlace('[1, 2')).toEqual({ problem: 'it ends too early', line: 1, column: 6 })
  })
})

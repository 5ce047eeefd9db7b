import { describe, expect, test } from 'vitest'
import { readableJson } from '../../../src/cli/jobs/readable-json.ts'

const value = { html: 'x'.repeat(5_000), rows: Array.from({ length: 50 }, (_, index) => index), note: 'a\u001b[31mb' }

describe('readable JSON', () => {
  test('is whole for another program', () => {
    expect(JSON.parse(readableJson(value, false))).toEqual(value)
  })

  test('leaves out for eyes what nobody reads, and says how much', () => {
    const shown = JSON.parse(readableJson(value, true))
    expect(shown.html).toBe(`${'x'.repeat(80)}… (4.9 KB)`)
    expect(shown.rows).toEqual([0, 1, 2, '… 47 more items'])
    expect(shown.note).toBe('ab')
  })
})

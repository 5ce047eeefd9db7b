import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJobCursor, encodeJobCursor } from '../../src/core/job-cursor.ts'

describe('a job cursor', () => {
  it('leads back to the place it was made for, through a URL unchanged', () => {
    const place = fc.record({ createdAt: fc.maxSafeInteger(), jobId: fc.string({ minLength: 1 }) })
    fc.assert(
      fc.property(place, (position) => {
        const cursor = encodeJobCursor(position)
        expect(encodeURIComponent(cursor)).toBe(cursor)
        expect(decodeJobCursor(cursor)).toEqual(position)
      }),
    )
  })

  it('refuses any other text, and repeats at most 80 characters of it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeJobCursor(text)).toThrow(expect.objectContaining({ code: 'API_CURSOR_INVALID' }))
      }),
    )
    expect(() => decodeJobCursor('x'.repeat(5_000))).toThrow(/^.{0,150}$/)
  })
})

import { afterEach, describe, expect, it, vi } from 'vitest'
import { randomIds } from '../../../src/adapters/node/random-ids.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('random ids', () => {
  it('makes job ids of lower-case letters and digits that carry at least 100 bits beside their time', () => {
    const ids = Array.from({ length: 2_000 }, randomIds.jobId)
    const signs = new Set(ids.map((id) => id.slice(6)).join(''))
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{26}$/)
    expect(20 * Math.log2(signs.size)).toBeGreaterThanOrEqual(100)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('makes job ids that sort by the second of their making', () => {
    vi.useFakeTimers()
    const days = ['2024-01-01T00:00:00Z', '2026-11-21T05:00:00Z', '2026-11-21T05:00:01Z', '2058-01-08T00:00:00Z']
    const ids = days.map((day) => {
      vi.setSystemTime(new Date(day))
      return randomIds.jobId()
    })
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids.map((id) => id.slice(0, 6))).size).toBe(days.length)
  })

  it('makes tokens that differ, and draws from 0 to below 1', () => {
    const tokens = Array.from({ length: 1_000 }, randomIds.token)
    expect(new Set(tokens).size).toBe(1_000)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{32}$/)
    for (let count = 0; count < 1_000; count++) {
      const draw = randomIds.random()
      expect(draw >= 0 && draw < 1).toBe(true)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { randomIds } from '../../../src/adapters/node/random-ids.ts'

describe('random ids', () => {
  it('makes job ids of lower-case letters and digits that carry at least 100 bits', () => {
    const ids = Array.from({ length: 2_000 }, randomIds.jobId)
    const signs = new Set(ids.join(''))
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{22}$/)
    expect(22 * Math.log2(signs.size)).toBeGreaterThanOrEqual(100)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('makes tokens that differ, and draws from 0 to below 1', () => {
    expect(new Set(Array.from({ length: 1_000 }, randomIds.token)).size).toBe(1_000)
    for (let count = 0; count < 1_000; count++) {
      const draw = randomIds.random()
      expect(draw >= 0 && draw < 1).toBe(true)
    }
  })
})

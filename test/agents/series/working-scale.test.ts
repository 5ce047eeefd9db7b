import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workingScale } from '../../../agents/series/working-scale.ts'

describe('workingScale', () => {
  it('comes back to the amount it started from', () => {
    const amounts = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(amounts, (all) => {
        const scale = workingScale(all)
        for (const amount of all) expect(scale.from(scale.to(amount))).toBeCloseTo(amount, 3)
      }),
    )
  })

  it('takes logarithms when every amount is above zero, and shares of the mean otherwise', () => {
    expect(workingScale([1, 2]).kind).toBe('log')
    expect(workingScale([0, 2]).kind).toBe('share')
    expect(workingScale([0, 0]).to(0)).toBe(0)
  })

  it('says what a change means as a fraction of the amount', () => {
    expect(workingScale([1, 2]).fraction(Math.log(1.05))).toBeCloseTo(0.05, 12)
    expect(workingScale([0, 2]).fraction(0.05)).toBe(0.05)
  })
})

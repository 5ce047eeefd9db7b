import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, medians, percentile } from '../../bench/figures.ts'

const measured = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })

describe('what benchmarks make of many measurements', () => {
  it('is a value that was measured, with at most the share below it', () => {
    fc.assert(
      fc.property(measured, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const value = percentile(values, share)
        expect(values).toContain(value)
        expect(values.filter((each) => each < value).length).toBeLessThanOrEqual(share * values.length)
      }),
    )
  })

  it('does not depend on the order in which it was measured', () => {
    fc.assert(
      fc.property(measured, (values) => {
        expect(median(values.toReversed())).toBe(median(values))
      }),
    )
  })

  it('takes the median figure by figure, and leaves text as it was', () => {
    const rounds = [
      { unit: 'ms', fast: 3, slow: 10 },
      { unit: 'ms', fast: 1, slow: 30 },
      { unit: 'ms', fast: 2, slow: 20 },
    ]
    expect(medians(rounds)).toEqual({ unit: 'ms', fast: 2, slow: 20 })
  })
})

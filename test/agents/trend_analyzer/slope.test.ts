import { describe, expect, it } from 'vitest'
import { leastSquares, theilSen } from '../../../agents/trend_analyzer/slope.ts'
import { wavyMonths } from '../shipped.ts'

describe('slope', () => {
  // Reference: statsmodels 0.14, OLS(...).fit(cov_type='HAC', maxlags=12, use_correction=False).
  it('gives the least squares slope and Newey-West error of the reference implementation', () => {
    const { perStep, start, standardError } = leastSquares(wavyMonths)
    expect(perStep).toBeCloseTo(0.71069342, 7)
    expect(start).toBeCloseTo(102.01537124, 6)
    expect(standardError).toBeCloseTo(0.0598064, 6)
  })

  // Reference: scipy 1.16, theilslopes.
  it('gives the Theil-Sen slope of the reference implementation', () => {
    expect(theilSen(wavyMonths).perStep).toBeCloseTo(0.7166666666666662, 10)
  })

  it('gives an exact line back with no error by either method', () => {
    const line = Array.from({ length: 40 }, (_, index) => 3 - 0.25 * index)
    for (const method of [leastSquares, theilSen]) {
      const { perStep, start, standardError } = method(line)
      expect(perStep).toBeCloseTo(-0.25, 12)
      expect(start).toBeCloseTo(3, 10)
      expect(standardError).toBeCloseTo(0, 10)
    }
  })

  it('is moved by wild months under least squares and not under Theil-Sen', () => {
    const line = Array.from({ length: 60 }, (_, index) => index)
    const spoilt = line.map((value, index) => (index > 50 ? value - 200 : value))
    expect(leastSquares(spoilt).perStep).toBeLessThan(0)
    expect(theilSen(spoilt).perStep).toBeCloseTo(1, 1)
  })
})

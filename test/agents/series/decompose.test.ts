import { describe, expect, it } from 'vitest'
import { decompose } from '../../../agents/series/decompose.ts'
import { wavyMonths } from '../shipped.ts'

describe('decompose', () => {
  // Reference: statsmodels 0.14, seasonal_decompose(model='additive', period=12).
  it('gives the season, trend and remainder of the reference implementation', () => {
    const { season, trend, strength } = decompose(wavyMonths, { firstMonth: 0, centre: 'mean' })
    const reference = [
      1.715278, 5.541667, 7.938032, 8.013889, 7.667198, 5.090278, 2.166667, -4.097222, -9.021365, -11.534722, -9.111643,
      -4.368056,
    ]
    for (const [index, value] of reference.entries()) expect(season[index]).toBeCloseTo(value, 5)
    expect(trend.slice(5, 9).map((value) => value?.toFixed(6))).toEqual([
      undefined,
      '104.820833',
      '105.808333',
      '106.525000',
    ])
    expect(strength).toBeCloseTo(0.95006, 5)
  })

  it('files each month under its calendar month when the series starts in another one', () => {
    const whole = decompose(wavyMonths, { firstMonth: 0, centre: 'mean' })
    const shifted = decompose(wavyMonths, { firstMonth: 3, centre: 'mean' })
    expect(shifted.season[3]).toBe(whole.season[0])
    expect(shifted.adjusted).toEqual(whole.adjusted)
  })

  it('finds no season in a straight line', () => {
    const line = Array.from({ length: 36 }, (_, index) => 5 + 2 * index)
    const { season, strength, adjusted } = decompose(line, { firstMonth: 0, centre: 'median' })
    for (const value of season) expect(value).toBeCloseTo(0, 10)
    expect(strength).toBe(0)
    expect(adjusted[10]).toBeCloseTo(25, 10)
  })

  it('does not let one exceptional year move a median season', () => {
    const spoilt = wavyMonths.map((value, index) => (index === 27 ? value - 60 : value))
    const one = decompose(wavyMonths, { firstMonth: 0, centre: 'median' })
    const other = decompose(spoilt, { firstMonth: 0, centre: 'median' })
    const mean = decompose(spoilt, { firstMonth: 0, centre: 'mean' })
    const april = (seasons: readonly number[]) => seasons[3] ?? 0
    expect(Math.abs(april(other.season) - april(one.season))).toBeLessThan(3)
    expect(april(mean.season)).toBeLessThan(april(one.season) - 10)
  })
})

import { describe, expect, it } from 'vitest'
import { combination } from '../../../agents/forecast_agent/combination.ts'
import { holtWinters, smooth } from '../../../agents/forecast_agent/holt-winters.ts'
import { naive, seasonalDrift, seasonalLine, seasonalNaive } from '../../../agents/forecast_agent/simple-models.ts'
import { wavyMonths } from '../shipped.ts'

const season = [3, -2, 0, 1, 4, -1, -3, 2, 0, -4, 1, -1]
const regular = Array.from({ length: 72 }, (_, index) => 50 + 0.5 * index + (season[index % 12] ?? 0))
const goesOn = Array.from({ length: 12 }, (_, step) => 50 + 0.5 * (72 + step) + (season[step % 12] ?? 0))

describe('forecast models', () => {
  it('repeat the last month, or the same month of the year before, beyond a year too', () => {
    expect(naive.forecast(regular, 2)).toEqual([regular[71], regular[71]])
    const ahead = seasonalNaive.forecast(regular, 13)
    expect(ahead.slice(0, 12)).toEqual(regular.slice(-12))
    expect(ahead[12]).toBe(regular.at(-12))
  })

  it.each([seasonalDrift, seasonalLine])('continue a regular series: $name', (model) => {
    // The season and the slope of twelve months are not told apart exactly.
    for (const [index, value] of model.forecast(regular, 12).entries()) expect(value).toBeCloseTo(goesOn[index] ?? 0, 0)
  })

  it('continue a regular series with a slope that fades: Holt-Winters', () => {
    const ahead = holtWinters.forecast(regular, 12)
    const behind = ahead.map((value, index) => (goesOn[index] ?? 0) - value)
    expect(Math.abs(behind[0] ?? 9)).toBeLessThan(0.5)
    // Half of the 6 that the line climbs in a year.
    for (const gap of behind) expect(Math.abs(gap)).toBeLessThan(3)
    expect(behind.at(-1)).toBeGreaterThan(0)
  })

  // Reference: statsmodels 0.14, ExponentialSmoothing(trend='add', damped_trend=True, seasonal='add'), same start values.
  it('smooth as the reference implementation does', () => {
    const { level, slope } = smooth(wavyMonths, { level: 0.3, slope: 0.1, season: 0.2, damping: 0.95 })
    expect(level).toBeCloseTo(136.07216136, 6)
    expect(slope).toBeCloseTo(0.4821498, 6)
  })

  it('average three of them month by month', () => {
    const members = [seasonalDrift, seasonalLine, holtWinters].map((model) => model.forecast(wavyMonths, 3))
    const third = members.reduce((sum, values) => sum + (values[2] ?? 0), 0) / 3
    expect(combination.forecast(wavyMonths, 3)[2]).toBeCloseTo(third, 12)
  })
})

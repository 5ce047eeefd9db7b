import { mean } from 'simple-statistics'
import { decompose } from '../series/decompose.ts'
import { leastSquares } from '../trend_analyzer/slope.ts'
import { type ForecastModel, steps } from './forecast-model.ts'

/** The yardstick: what any other model has to beat. */
export const naive: ForecastModel = {
  name: 'naive',
  description: 'the last month goes on',
  forecast: (history, horizon) => steps(horizon).map(() => history.at(-1) ?? 0),
}

export const seasonalNaive: ForecastModel = {
  name: 'seasonal naive',
  description: 'each month repeats the same month of the year before',
  forecast: (history, horizon) => steps(horizon).map((step) => sameMonthLastYear(history, step)),
}

export const seasonalDrift: ForecastModel = {
  name: 'seasonal naive with drift',
  description:
    'each month repeats the year before, moved by as much as the last year was above or below the one before it',
  forecast(history, horizon) {
    const drift = mean(history.slice(-12)) - mean(history.slice(-24, -12))
    return steps(horizon).map((step) => sameMonthLastYear(history, step) + drift * Math.ceil(step / 12))
  },
}

/** Long enough to tell the season from the slope, short enough to follow a change of direction. */
const lineMonths = 36

export const seasonalLine: ForecastModel = {
  name: 'line and season',
  description: 'a straight line through the last three years, with their season',
  forecast(history, horizon) {
    const recent = history.slice(-lineMonths)
    const { season, adjusted } = decompose(recent, { firstMonth: 0, centre: 'mean' })
    const { start, perStep } = leastSquares(adjusted)
    return steps(horizon).map((step) => {
      const index = recent.length - 1 + step
      return start + perStep * index + (season[index % 12] ?? 0)
    })
  },
}

function sameMonthLastYear(history: readonly number[], step: number): number {
  return history[history.length - 12 + ((step - 1) % 12)] ?? 0
}

import { mean } from 'simple-statistics'
import { type ForecastModel, steps } from './forecast-model.ts'

export interface Smoothing {
  /** How fast the level, the slope and the season follow what is new: 0 never, 1 at once. */
  readonly level: number
  readonly slope: number
  readonly season: number
  /** What is left of the slope after each further month: 1 all of it. */
  readonly damping: number
}

interface State {
  readonly level: number
  readonly slope: number
  /** By index of the value, remainder by 12. */
  readonly season: readonly number[]
  /** Sum of squared one-step errors after the first two years. */
  readonly squares: number
}

const candidates: readonly Smoothing[] = [0.1, 0.3, 0.6, 0.9].flatMap((level) =>
  [0, 0.1].flatMap((slope) => [0.05, 0.2, 0.4].map((season) => ({ level, slope, season, damping: 0.95 }))),
)

/**
 * Additive Holt-Winters smoothing with a damped slope (Gardner and McKenzie, 1985), started from the first two years.
 * Its three weights are those of 24 candidates with the least squared one-step error: a grid instead of an optimiser, so
 * that a back-test of a hundred origins stays fast and cannot end in a poor local minimum.
 */
export const holtWinters: ForecastModel = {
  name: 'Holt-Winters',
  description: 'level, slope and season that follow the latest months, with a slope that fades',
  forecast(history, horizon) {
    const [first, ...rest] = candidates
    let best = first as Smoothing
    let state = smooth(history, best)
    for (const candidate of rest) {
      const other = smooth(history, candidate, state.squares)
      if (other.squares < state.squares) [best, state] = [candidate, other]
    }
    return continueFrom(state, { smoothing: best, length: history.length, horizon })
  },
}

/** One pass over the values, given up where the squared errors exceed `limit`: the recursions of Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 8.3. */
export function smooth(values: readonly number[], smoothing: Smoothing, limit = Number.POSITIVE_INFINITY): State {
  const { level: alpha, slope: beta, season: gamma, damping } = smoothing
  const firstYear = mean(values.slice(0, 12))
  let slope = (mean(values.slice(12, 24)) - firstYear) / 12
  // The line of the first year: its mean stands in the middle, five and a half months from either end.
  const line = (index: number) => firstYear + slope * (index - 5.5)
  const season = Array.from({ length: 12 }, (_, index) => (values[index] ?? 0) - line(index))
  let level = line(11)
  let squares = 0
  for (let index = 12; index < values.length && squares <= limit; index += 1) {
    const value = values[index] ?? 0
    const ofMonth = season[index % 12] ?? 0
    const expected = level + damping * slope
    if (index >= 24) squares += (value - expected - ofMonth) ** 2
    const next = alpha * (value - ofMonth) + (1 - alpha) * expected
    slope = beta * (next - level) + (1 - beta) * damping * slope
    level = next
    season[index % 12] = gamma * (value - expected) + (1 - gamma) * ofMonth
  }
  return { level, slope, season, squares }
}

interface Continuation {
  readonly smoothing: Smoothing
  readonly length: number
  readonly horizon: number
}

function continueFrom(state: State, { smoothing, length, horizon }: Continuation): number[] {
  let reach = 0
  return steps(horizon).map((step) => {
    reach += smoothing.damping ** step
    return state.level + reach * state.slope + (state.season[(length + step - 1) % 12] ?? 0)
  })
}

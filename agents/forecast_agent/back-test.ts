import { mean } from 'simple-statistics'
import type { WorkingScale } from '../series/working-scale.ts'
import type { ForecastModel } from './forecast-model.ts'

/** What a model would have said at one past moment, against what came. */
export interface Trial {
  /** Months known at that moment: the first forecast month has this index. */
  readonly origin: number
  /** Actual less forecast on the working scale, by horizon, the next month first. */
  readonly errors: readonly number[]
  /** The same for the sum over all forecast months: the scale's difference of the two sums. */
  readonly sumError: number
}

export interface BackTest {
  readonly model: ForecastModel
  readonly trials: readonly Trial[]
  /** Mean absolute error over all trials and horizons, in units of the in-sample error of "same month last year". */
  readonly mase: number
  /** Mean of |actual - forecast| / mean of both, a fraction from 0 to 2. */
  readonly smape: number
}

export interface BackTestSetup {
  readonly amounts: readonly number[]
  readonly scale: WorkingScale
  readonly horizon: number
  /** Months known at the earliest moment. */
  readonly firstOrigin: number
}

/**
 * Rolling origin: at every month from `firstOrigin` to the last one whose whole horizon is known, the model sees only what
 * was known then. MASE: Hyndman and Koehler (2006); above 1 is worse than repeating last year.
 */
export function backTest(model: ForecastModel, setup: BackTestSetup): BackTest {
  const { amounts, scale, horizon, firstOrigin } = setup
  const values = amounts.map(scale.to)
  const trials: Trial[] = []
  const scaled: number[] = []
  const symmetric: number[] = []
  for (let origin = firstOrigin; origin + horizon <= amounts.length; origin += 1) {
    const forecast = model.forecast(values.slice(0, origin), horizon)
    const actual = values.slice(origin, origin + horizon)
    const expected = forecast.map(scale.from)
    const came = amounts.slice(origin, origin + horizon)
    trials.push({
      origin,
      errors: actual.map((value, index) => value - (forecast[index] ?? 0)),
      sumError: sumDifference(scale, came, expected),
    })
    const misses = came.map((amount, index) => Math.abs(amount - (expected[index] ?? 0)))
    scaled.push(ratio(mean(misses), yearOnYearError(amounts.slice(0, origin))))
    symmetric.push(mean(misses.map((miss, index) => ratio(2 * miss, (came[index] ?? 0) + (expected[index] ?? 0)))))
  }
  return { model, trials, mase: mean(scaled), smape: mean(symmetric) }
}

/** Means of the two sums, so that one scale serves months and sums. */
function sumDifference(scale: WorkingScale, came: readonly number[], expected: readonly number[]): number {
  return scale.to(mean([...came])) - scale.to(mean([...expected]))
}

function yearOnYearError(amounts: readonly number[]): number {
  return mean(amounts.slice(12).map((amount, index) => Math.abs(amount - (amounts[index] ?? 0))))
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

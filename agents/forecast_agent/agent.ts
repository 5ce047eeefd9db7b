import { defineAgent, fatal } from 'troupe'
import * as z from 'zod'
import { CleanedDataOutput, totalAmounts } from '../data_cleaner/cleaned-data.ts'
import { monthAt, monthIndex } from '../series/month.ts'
import { ForecastOutput } from './forecast-output.ts'
import { forecastSeries } from './forecast-series.ts'

export { ForecastOutput }

export const ForecastInput = z.object({
  /** Taken from data_cleaner's result when `with` does not map it. */
  cleaned: CleanedDataOutput.optional(),
  /** Months ahead. */
  horizon: z.int().min(1).max(24).default(12),
})

/** Months a model must have seen before it is first asked. */
const training = 60
const shortTraining = 36
/** Moments of the back-test below which its errors say too little. */
const fewestOrigins = 12

/** Continues the total and each category, with error bars from how wrong the same model was before. */
export default defineAgent({
  input: ForecastInput,
  output: ForecastOutput,
  run({ input, results, progress, signal }) {
    const { months, series } = input.cleaned ?? CleanedDataOutput.parse(results.data_cleaner)
    const { horizon } = input
    const firstOrigin = firstOriginOf(months.length, horizon)
    const forecast = (category: string, amounts: readonly number[], done: number) => {
      signal.throwIfAborted()
      progress(done / (series.length + 1), category)
      return forecastSeries({ category, amounts, horizon, firstOrigin })
    }
    const last = monthIndex(months.at(-1) ?? '')
    return {
      months: Array.from({ length: horizon }, (_, index) => monthAt(last + 1 + index)),
      backTest: {
        origins: months.length - horizon - firstOrigin + 1,
        from: months[firstOrigin] ?? '',
        to: months.at(-1) ?? '',
      },
      total: forecast('Total', totalAmounts(series), 0),
      categories: series.map(({ category, amounts }, index) => forecast(category, amounts, index + 1)),
    }
  },
})

function firstOriginOf(length: number, horizon: number): number {
  const needed = shortTraining + horizon + fewestOrigins - 1
  if (length < needed) {
    throw fatal('TOO_FEW_MONTHS', `A forecast of ${horizon} months needs ${needed} months, the data has ${length}`)
  }
  return length - horizon - training + 1 >= fewestOrigins ? training : shortTraining
}

import { sum } from 'simple-statistics'
import { defineAgent, fatal } from 'troupe'
import * as z from 'zod'
import { type CategorySeries, CleanedDataOutput, totalAmounts } from '../data_cleaner/cleaned-data.ts'
import { analyseSeries } from './analyse-series.ts'
import { type SeriesTrend, TrendOutput } from './trend-output.ts'

export { TrendOutput }

export const TrendInput = z.object({
  /** Taken from data_cleaner's result when `with` does not map it. */
  cleaned: CleanedDataOutput.optional(),
  /** `ols`: least squares and means. `robust`: Theil-Sen and medians, which exceptional months do not move. */
  method: z.enum(['ols', 'robust']).default('ols'),
})

const fewestMonths = 36

/** Says for the total and each category where sales are heading, how surely, and what stands out. */
export default defineAgent({
  input: TrendInput,
  output: TrendOutput,
  run({ input, results, progress, signal }) {
    const { months, series } = input.cleaned ?? CleanedDataOutput.parse(results.data_cleaner)
    if (months.length < fewestMonths) {
      throw fatal('TOO_FEW_MONTHS', `A trend needs ${fewestMonths} months, the data has ${months.length}`)
    }
    const total = analyseSeries({ category: 'Total', months, amounts: totalAmounts(series) }, input.method)
    const categories = series.map(({ category, amounts }, index) => {
      signal.throwIfAborted()
      progress((index + 1) / (series.length + 1), category)
      return analyseSeries({ category, months, amounts }, input.method)
    })
    return { method: input.method, confidence: overallConfidence(series, categories), total, categories }
  },
})

/** Weighted by sales: a total may look steady while its parts move apart. */
function overallConfidence(series: readonly CategorySeries[], trends: readonly SeriesTrend[]): number {
  const weights = series.map(({ amounts }) => sum(amounts))
  const whole = sum(weights) || 1
  const confidence = trends.reduce(
    (total, trend, index) => total + (trend.confidence * (weights[index] ?? 0)) / whole,
    0,
  )
  // Rules compare it and quote it when they say why: more digits would only pretend.
  return Math.round(confidence * 1_000) / 1_000
}

import * as z from 'zod'

const share = z.number().min(0).max(1)
const amounts = z.array(z.number())

const Coverage = z.object({
  /** The share that the interval promises. */
  promised: share,
  /** The share of checked months that lay inside. */
  held: share,
  /** Months checked; 0 when the history is too short to check any. */
  checks: z.int(),
})

const SeriesForecast = z.object({
  category: z.string(),
  model: z.string(),
  description: z.string(),
  /** One per month of the forecast, as are the four bounds. */
  point: amounts,
  low80: amounts,
  high80: amounts,
  low95: amounts,
  high95: amounts,
  /** Of the whole horizon. Its interval is narrower than the sum of the months' intervals. */
  sum: z.object({
    point: z.number(),
    low80: z.number(),
    high80: z.number(),
    low95: z.number(),
    high95: z.number(),
    /** The same number of months before the forecast. */
    before: z.number(),
  }),
  /** Every candidate, best first. */
  scores: z.array(z.object({ model: z.string(), mase: z.number(), smape: z.number() })),
  coverage: z.array(Coverage),
})

/** What forecast_agent hands on. */
export const ForecastOutput = z.object({
  months: z.array(z.string()).min(1),
  backTest: z.object({ origins: z.int(), from: z.string(), to: z.string() }),
  total: SeriesForecast,
  categories: z.array(SeriesForecast),
})

export type Forecast = z.output<typeof ForecastOutput>
export type SeriesForecast = z.output<typeof SeriesForecast>

import * as z from 'zod'

const fraction = z.number()
const share = z.number().min(0).max(1)

const SeriesTrend = z.object({
  category: z.string(),
  /** Per year, as a fraction: 0.05 is five per cent. `low` to `high` is the 95 % interval. */
  growth: z.object({ perYear: fraction, low: fraction, high: fraction }),
  /** How far the trend can be relied on: certainty x steadiness x currency. */
  confidence: share,
  /** How sure it is that the slope is not zero: 2 * Phi(|slope| / standard error) - 1. */
  certainty: share,
  /** Share of all windows of 36 months whose own slope is that of the whole within a factor of two. */
  steadiness: share,
  /** Share of the last 12 months inside the band that held 95 % of the months before. */
  currency: share,
  /** The trend without season in amounts, month by month: straight between the breaks, which it does not bridge. */
  line: z.array(z.number()),
  season: z.object({
    /** 0 to 1. */
    strength: share,
    /** January first: 1.2 is 20 % above the trend. */
    factors: z.array(z.number()).length(12),
    /** Calendar months, 0 for January. */
    peak: z.int().min(0).max(11),
    low: z.int().min(0).max(11),
  }),
  /** Months far from their neighbours once the season is taken out, most unusual first. */
  notable: z.array(z.object({ month: z.string(), amount: z.number(), expected: z.number(), deviation: fraction })),
  /** Where one straight line ends and another begins, in order of time. */
  breaks: z.array(z.object({ month: z.string(), growthBefore: fraction, growthAfter: fraction })),
})

/** What trend_analyzer finds. `confidence` is the mean over the categories, weighted by their sales. */
export const TrendOutput = z.object({
  method: z.enum(['ols', 'robust']),
  confidence: share,
  total: SeriesTrend,
  categories: z.array(SeriesTrend),
})

export type Trend = z.output<typeof TrendOutput>
export type SeriesTrend = z.output<typeof SeriesTrend>

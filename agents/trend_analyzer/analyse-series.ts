import { decompose } from '../series/decompose.ts'
import { calendarMonth } from '../series/month.ts'
import { type WorkingScale, workingScale } from '../series/working-scale.ts'
import { confidenceOf } from './confidence.ts'
import { type NotableMonth, notableMonths } from './notable-months.ts'
import { leastSquares, type Slope, theilSen } from './slope.ts'
import { type TrendLine, trendLines } from './trend-lines.ts'
import type { SeriesTrend, Trend } from './trend-output.ts'

export interface MonthlySeries {
  readonly category: string
  /** Consecutive, as `2015-07`. */
  readonly months: readonly string[]
  readonly amounts: readonly number[]
}

/** Half the width of a 95 % interval, in standard errors. */
const z95 = 1.96
const shownMonths = 6

/** Trend, season, unusual months and breaks of one series of at least 36 months. */
export function analyseSeries({ category, months, amounts }: MonthlySeries, method: Trend['method']): SeriesTrend {
  const scale = workingScale(amounts)
  const values = amounts.map(scale.to)
  const centre = method === 'ols' ? 'mean' : 'median'
  const { season, adjusted, strength } = decompose(values, { firstMonth: calendarMonth(months[0] ?? ''), centre })
  const fitLine = method === 'ols' ? leastSquares : theilSen
  const slope = fitLine(adjusted)
  const notable = notableMonths(adjusted)
  const lines = trendLines(withoutNotable(adjusted, notable))
  return {
    category,
    growth: growthOf(slope, scale),
    ...confidenceOf({ adjusted, slope, fitLine }),
    line: (lines.length === 1 ? [{ from: 0, to: amounts.length, ...slope }] : lines).flatMap((line) =>
      amountsOf(line, scale),
    ),
    season: seasonOf(season, strength, scale),
    notable: notable.slice(0, shownMonths).map(({ index, expected }) => {
      const month = months[index] ?? ''
      const usual = scale.from(expected + (season[calendarMonth(month)] ?? 0))
      const amount = amounts[index] ?? 0
      return { month, amount, expected: usual, deviation: usual === 0 ? 0 : amount / usual - 1 }
    }),
    breaks: lines.slice(1).map(({ from, perStep }, index) => ({
      month: months[from] ?? '',
      growthBefore: scale.fraction(12 * (lines[index]?.perStep ?? 0)),
      growthAfter: scale.fraction(12 * perStep),
    })),
  }
}

/** One extraordinary month must not pass for a change of direction. */
function withoutNotable(adjusted: readonly number[], notable: readonly NotableMonth[]): number[] {
  const expected = new Map(notable.map((month) => [month.index, month.expected]))
  return adjusted.map((value, index) => expected.get(index) ?? value)
}

function amountsOf({ from, to, start, perStep }: TrendLine, scale: WorkingScale): number[] {
  return Array.from({ length: to - from }, (_, step) => scale.from(start + perStep * step))
}

function growthOf({ perStep, standardError }: Slope, scale: WorkingScale): SeriesTrend['growth'] {
  return {
    perYear: scale.fraction(12 * perStep),
    low: scale.fraction(12 * (perStep - z95 * standardError)),
    high: scale.fraction(12 * (perStep + z95 * standardError)),
  }
}

function seasonOf(season: readonly number[], strength: number, scale: WorkingScale): SeriesTrend['season'] {
  return {
    strength,
    factors: season.map((value) => 1 + scale.fraction(value)),
    peak: season.indexOf(Math.max(...season)),
    low: season.indexOf(Math.min(...season)),
  }
}

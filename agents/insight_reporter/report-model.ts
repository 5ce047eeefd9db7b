import { sum } from 'simple-statistics'
import * as z from 'zod'
import { type CleanedData, CleanedDataOutput, totalAmounts } from '../data_cleaner/cleaned-data.ts'
import { type Forecast, ForecastOutput, type SeriesForecast } from '../forecast_agent/forecast-output.ts'
import { type SeriesTrend, type Trend, TrendOutput } from '../trend_analyzer/trend-output.ts'

export const ReportInput = z.object({
  /** Taken from data_cleaner's result when `with` does not map it. */
  cleaned: CleanedDataOutput.optional(),
  /** Null or absent: the report is shorter. */
  trend: TrendOutput.nullish(),
  forecast: ForecastOutput.nullish(),
  /** The trend by another method, for a report that compares the two. */
  second: TrendOutput.nullish(),
})

/** All that a report says of one category, or of the total. */
export interface ReportRow {
  readonly category: string
  readonly amounts: readonly number[]
  /** Sum of the last twelve months. */
  readonly recent: number
  /** Sum of the twelve months before those; undefined when there are not 24 months. */
  readonly before: number | undefined
  readonly trend: SeriesTrend | undefined
  readonly second: SeriesTrend | undefined
  readonly forecast: SeriesForecast | undefined
}

export interface ReportModel {
  readonly title: string
  readonly source: string
  readonly unit: CleanedData['unit']
  readonly noun: CleanedData['noun']
  readonly months: readonly string[]
  readonly quality: CleanedData['quality']
  readonly total: ReportRow
  readonly rows: readonly ReportRow[]
  readonly trend: Trend | undefined
  readonly second: Trend | undefined
  readonly forecast: Forecast | undefined
}

type Parts = Pick<z.output<typeof ReportInput>, 'trend' | 'second' | 'forecast'>

/** Brings together by category what the other agents found. */
export function reportModel(cleaned: CleanedData, parts: Parts): ReportModel {
  const trend = parts.trend ?? undefined
  const second = parts.second ?? undefined
  const forecast = parts.forecast ?? undefined
  const { title, source, unit, noun, months, quality, series } = cleaned
  return {
    ...{ title, source, unit, noun, months, quality, trend, second, forecast },
    total: row('Total', totalAmounts(series), {
      trend: trend?.total,
      second: second?.total,
      forecast: forecast?.total,
    }),
    rows: series.map(({ category, amounts }) => {
      const same = (other: { readonly category: string }) => other.category === category
      return row(category, amounts, {
        trend: trend?.categories.find(same),
        second: second?.categories.find(same),
        forecast: forecast?.categories.find(same),
      })
    }),
  }
}

function row(
  category: string,
  amounts: readonly number[],
  found: Pick<ReportRow, 'trend' | 'second' | 'forecast'>,
): ReportRow {
  return {
    category,
    amounts,
    recent: sum(amounts.slice(-12)),
    before: amounts.length < 24 ? undefined : sum(amounts.slice(-24, -12)),
    ...found,
  }
}

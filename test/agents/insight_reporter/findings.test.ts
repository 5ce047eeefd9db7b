import { describe, expect, it } from 'vitest'
import type { CleanedData } from '../../../agents/data_cleaner/cleaned-data.ts'
import { findings } from '../../../agents/insight_reporter/findings.ts'
import { reportModel } from '../../../agents/insight_reporter/report-model.ts'
import { monthAt } from '../../../agents/series/month.ts'
import { analyseSeries } from '../../../agents/trend_analyzer/analyse-series.ts'
import type { Trend } from '../../../agents/trend_analyzer/trend-output.ts'

const noun = { one: 'city', many: 'cities' }

/** One amount a month, the same in every month of a year: `{ A: [1, 2] }` is two years of A. */
function sales(years: Readonly<Record<string, readonly number[]>>): CleanedData {
  const series = Object.entries(years).map(([category, amounts]) => ({
    category,
    amounts: amounts.flatMap((amount) => Array.from({ length: 12 }, () => amount)),
  }))
  const months = (series[0]?.amounts ?? []).map((_, index) => monthAt(2000 * 12 + index))
  const quality = { rowsRead: 0, rowsKept: 0, dropped: [], filled: [], leftOut: [] }
  return { title: '', source: '', unit: { currency: 'USD', factor: 1e6 }, noun, months, series, quality }
}

function trendOf({ months, series }: CleanedData, method: Trend['method']): Trend {
  const amounts = series[0]?.amounts ?? []
  const total = analyseSeries({ category: 'Total', months, amounts }, method)
  return { method, confidence: total.confidence, total, categories: [{ ...total, category: 'A' }] }
}

const said = (cleaned: CleanedData, parts: { trend?: Trend; second?: Trend } = {}) =>
  findings(reportModel(cleaned, parts)).map(({ heading, text }) => `${heading}. ${text}`)

describe('findings', () => {
  it.each([
    [
      { A: [1, 2], B: [1, 1.5] },
      'Sales rose in all 2 cities. A gained most: $12 million (+100%). B gained least: $6 million (+50.0%).',
    ],
    [{ A: [2, 1], B: [2, 1.5] }, 'Sales fell in all 2 cities. No city gained. A lost most: $12 million (−50.0%).'],
    [
      { A: [1, 2], B: [2, 1], C: [1, 1] },
      'Sales rose in 1 of 3 cities and fell in 1. A gained most: $12 million (+100%). B lost most: $12 million (−50.0%).',
    ],
  ])('say of %j who gained and who lost', (years, sentence) => {
    expect(said(sales(years))[1]).toBe(sentence)
  })

  it('say nothing of movers where there is one category, one year or no change', () => {
    expect(said(sales({ A: [1, 2] }))).toHaveLength(1)
    expect(said(sales({ A: [1], B: [2] }))).toHaveLength(1)
    expect(said(sales({ A: [1, 1], B: [2, 2] }))).toHaveLength(1)
  })

  it('say when growth changed, and that the second opinion does not cure it', () => {
    const years = [10, 11, 12, 13, 14, 15, 16, 17, 13, 10, 8, 6, 5]
    const cleaned = sales({ A: years })
    const [trend, second] = [trendOf(cleaned, 'ols'), trendOf(cleaned, 'robust')]
    const texts = said(cleaned, { trend, second }).join('\n')
    expect(texts).toMatch(
      /Growth changed once since 2000\. Season apart, from January 2000 it was \+\d.* a year and from/,
    )
    expect(texts).toMatch(/confidence is low\./)
    expect(texts).toContain('growth itself changed')
  })

  it('say nothing of change where one line fits', () => {
    const cleaned = sales({ A: [10, 11, 12.1, 13.31, 14.641, 16.1051] })
    const trend = trendOf(cleaned, 'ols')
    const texts = said(cleaned, { trend, second: trendOf(cleaned, 'robust') }).join('\n')
    expect(texts).not.toContain('Growth changed')
    expect(texts).not.toContain('growth itself changed')
    expect(texts).toContain('confidence is high')
  })
})

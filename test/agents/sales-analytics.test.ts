import { describe, expect, it } from 'vitest'
import type { CleanedData } from '../../agents/data_cleaner/cleaned-data.ts'
import type { Forecast } from '../../agents/forecast_agent/forecast-output.ts'
import type { Trend } from '../../agents/trend_analyzer/trend-output.ts'
import type { JsonObject, JsonValue } from '../../src/core/json.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import { outputOf, projectFolder, readJson, runShipped, sampleOf } from './shipped.ts'

const names = ['data_cleaner', 'trend_analyzer', 'forecast_agent', 'insight_reporter']
const cleaned = await outputOf('data_cleaner', { input: readJson('examples/sales.json'), results: {} })
const results = { data_cleaner: cleaned }
const trend = await outputOf('trend_analyzer', { input: {}, results })
const forecast = await outputOf('forecast_agent', { input: { horizon: 12 }, results })

function as<T>(value: JsonValue): T {
  return value as unknown as T
}

describe('the shipped sales-analytics system', () => {
  it('is declared without a finding', () => {
    expect(readManifest(`${projectFolder}/agents.yaml`).findings).toEqual([])
  })

  it.each(names)('runs %s alone on its sample', async (name) => {
    expect(await runShipped(name, sampleOf(name))).toMatchObject({ status: 'completed' })
  })

  it('cleans the published sales and accounts for what is missing in them', () => {
    const { months, series, quality } = as<CleanedData>(cleaned)
    expect([months[0], months.at(-1), months.length]).toEqual(['2000-01', '2015-07', 187])
    expect(series.map(({ category }) => category).slice(0, 3)).toEqual(['Houston', 'Dallas', 'Austin'])
    expect(series).toHaveLength(9)
    expect(quality).toMatchObject({
      rowsRead: 2057,
      rowsKept: 1962,
      dropped: [{ reason: 'no amount', count: 95 }],
      filled: [{ category: 'Lubbock', months: ['2013-12'] }],
      leftOut: [
        { category: 'Midland', reason: 'starts 73 months later than others' },
        { category: 'Waco', reason: '16 months in a row are missing' },
      ],
    })
  })

  it('finds boom, crisis and recovery, and doubts one trend through them all', () => {
    const { confidence, total } = as<Trend>(trend)
    expect(confidence).toBeLessThan(0.7)
    expect(total.breaks.map(({ month }) => month.slice(0, 4))).toEqual(['2007', '2009', '2012'])
    expect(total.breaks[0]?.growthAfter).toBeLessThan(-0.2)
    expect(total.breaks[2]?.growthAfter).toBeGreaterThan(0.1)
    expect(total.season.peak).toBe(5)
  })

  it('draws the trend as it is between the breaks', () => {
    const { line, breaks } = as<Trend>(trend).total
    const { months } = as<CleanedData>(cleaned)
    const at = months.indexOf(breaks[0]?.month ?? '')
    expect(line).toHaveLength(months.length)
    expect((line[at + 12] ?? 0) / (line[at] ?? 0) - 1).toBeCloseTo(breaks[0]?.growthAfter ?? 0, 10)
  })

  it('forecasts better than last year repeated, and says how often its bands held', () => {
    const { months, total } = as<Forecast>(forecast)
    expect([months[0], months.at(-1), months.length]).toEqual(['2015-08', '2016-07', 12])
    const repeated = total.scores.find(({ model }) => model === 'seasonal naive')?.mase ?? 0
    expect(total.scores[0]?.mase).toBeLessThan(0.75 * repeated)
    for (const { promised, held, checks } of total.coverage) {
      expect(checks).toBe(972)
      expect(held).toBeGreaterThan(promised - 0.15)
    }
    expect(total.sum.low80).toBeGreaterThan(total.low80.reduce((sum, value) => sum + value, 0))
  })

  it('writes a self-contained report of all parts, and a shorter one of what a quick analysis has', async () => {
    const second = await outputOf('trend_analyzer', { input: { cleaned, method: 'robust' }, results: {} })
    const full = as<Record<'html' | 'summary', string>>(
      await outputOf('insight_reporter', { input: { cleaned, trend, forecast, second }, results: {} }),
    )
    const quick = as<Record<'html' | 'summary', string>>(await outputOf('insight_reporter', { input: {}, results }))
    expect(full.summary).toContain('The next 12 months')
    expect(full.html).toContain('class="band80"')
    expect(full.html).toContain('A second opinion')
    expect(full.html).toContain('City by city')
    expect(quick.html).not.toContain('class="band80"')
    expect(quick.summary).toBe('Sales rose by 11.5%. Sales rose in all 9 cities.')
    for (const { html } of [full, quick]) {
      expect(html).toContain('No language model took part')
      expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:|NaN|undefined|Infinity/)
    }
  })

  it('escapes what the data brings into the report', async () => {
    const spiked: JsonValue = { ...(cleaned as JsonObject), title: '<script>alert("x")</script>' }
    const { html } = as<{ html: string }>(
      await outputOf('insight_reporter', { input: { cleaned: spiked }, results: {} }),
    )
    expect(html).not.toContain('<script')
    expect(html).toContain('<h1>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</h1>')
  })
})

describe('an agent of the shipped system', () => {
  const csv = (months: number) =>
    `month,category,amount\n${Array.from({ length: months }, (_, index) => `${2000 + Math.floor(index / 12)}-${(index % 12) + 1},A,${index % 12}`).join('\n')}`
  const cleanedOf = (months: number) =>
    outputOf('data_cleaner', { input: { source: { csv: csv(months) } }, results: {} })
  const failed = (code: string) => ({ status: 'failed', error: { code, retryable: false } })

  it('refuses data in which nothing can be used, saying why', async () => {
    const input = { source: { csv: 'month,category,amount\nsoon,A,1' } }
    expect(await runShipped('data_cleaner', { input, results: {} })).toMatchObject({
      status: 'failed',
      error: { code: 'NO_USABLE_ROWS', message: 'None of 1 rows can be used: month cannot be read (1)' },
    })
  })

  it('refuses a source of another shape before it runs', async () => {
    const execution = await runShipped('data_cleaner', { input: { source: { url: 'x' } }, results: {} })
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'STEP_INPUT_INVALID' } })
  })

  it('refuses a history that is too short for what it does', async () => {
    const short = { input: {}, results: { data_cleaner: await cleanedOf(35) } }
    expect(await runShipped('trend_analyzer', short)).toMatchObject(failed('TOO_FEW_MONTHS'))
    const enoughForTrend = { input: {}, results: { data_cleaner: await cleanedOf(58) } }
    expect(await runShipped('forecast_agent', enoughForTrend)).toMatchObject(failed('TOO_FEW_MONTHS'))
  })

  it.each([36, 59, 84])('reports on %d months with zeros among them', async (months) => {
    const results = { data_cleaner: await cleanedOf(months) }
    const trend = await outputOf('trend_analyzer', { input: {}, results })
    const forecast = months < 59 ? null : await outputOf('forecast_agent', { input: {}, results })
    const { html } = as<{ html: string }>(await outputOf('insight_reporter', { input: { trend, forecast }, results }))
    expect(html).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('reports on sales that were zero all the time', async () => {
    const rows = Array.from({ length: 72 }, (_, index) => ({
      month: `${2000 + Math.floor(index / 12)}-${(index % 12) + 1}`,
      category: 'A',
      amount: 0,
    }))
    const results = { data_cleaner: await outputOf('data_cleaner', { input: { source: { rows } }, results: {} }) }
    const trend = await outputOf('trend_analyzer', { input: { method: 'robust' }, results })
    const forecast = await outputOf('forecast_agent', { input: {}, results })
    const { html } = as<{ html: string }>(await outputOf('insight_reporter', { input: { trend, forecast }, results }))
    expect(html).not.toMatch(/NaN|undefined|Infinity/)
  })
})

import type { Finding } from './finding.ts'
import { amountFormat, longMonth, signedPercent } from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'

/** What may be said of the data, as sentences: the only numbers that a written summary may use. */
export function reportFacts(model: ReportModel, found: readonly Finding[]): string[] {
  const { months, total, rows, noun } = model
  const span = `The data are of ${rows.length} ${noun.many}, ${longMonth(months[0] ?? '')} to ${longMonth(months.at(-1) ?? '')}.`
  const sentences = found.map(({ heading, text }) => `${heading}. ${text}`)
  return [span, ...sentences, ...[total, ...rows].map((row) => rowFact(model, row))]
}

function rowFact({ unit, forecast }: ReportModel, row: ReportRow): string {
  const amount = amountFormat(unit, 'long')
  const { category, recent, before, forecast: ahead } = row
  const change = before === undefined || before === 0 ? '' : `, ${signedPercent(recent / before - 1)}`
  const past = before === undefined ? '' : `, after ${amount(before)} in the 12 months before${change}`
  const next =
    forecast === undefined || ahead === undefined
      ? ''
      : `; forecast of the next ${forecast.months.length} months: ${amount(ahead.sum.point)}`
  return `${category}: ${amount(recent)} in the last 12 months${past}${next}.`
}

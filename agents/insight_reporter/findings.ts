import type { SeriesForecast } from '../forecast_agent/forecast-output.ts'
import type { Finding } from './finding.ts'
import { amountFormat, type FormatAmount, longMonth, percent, roundPercent, signedPercent } from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'
import { trendFindings } from './trend-findings.ts'

/** What a reader should take away, most important first, in sentences composed by rules from the numbers. */
export function findings(model: ReportModel): Finding[] {
  const amount = amountFormat(model.unit, 'long')
  return [
    levelFinding(model, amount),
    moversFinding(model, amount),
    forecastFinding(model, amount),
    ...trendFindings(model, amount),
  ].filter((finding) => finding !== undefined)
}

function levelFinding({ months, total }: ReportModel, amount: FormatAmount): Finding {
  const recent = months.slice(-12)
  const span = `${longMonth(recent[0] ?? '')} to ${longMonth(recent.at(-1) ?? '')}`
  if (total.before === undefined || total.before === 0) {
    return { heading: 'Where sales stand', text: `Sales from ${span} were ${amount(total.recent)}.` }
  }
  const change = total.recent / total.before - 1
  const heading =
    Math.abs(change) < 0.005
      ? 'Sales stood still'
      : `Sales ${change > 0 ? 'rose' : 'fell'} by ${percent(Math.abs(change))}`
  return {
    heading,
    text: `They came to ${amount(total.recent)} from ${span}, after ${amount(total.before)} in the twelve months before.`,
  }
}

interface Mover {
  readonly row: ReportRow
  readonly by: number
}

function moversFinding({ rows, noun }: ReportModel, amount: FormatAmount): Finding | undefined {
  const moved = rows
    .flatMap((row) => (row.before === undefined ? [] : [{ row, by: row.recent - row.before }]))
    .sort((one, other) => other.by - one.by)
  const [best, worst] = [moved[0], moved.at(-1)]
  if (best === undefined || worst === undefined || moved.length < 2) return undefined
  if (best.by === 0 && worst.by === 0) return undefined
  const most = (verb: string, { row, by }: Mover) =>
    `${row.category} ${verb}: ${amount(Math.abs(by))} (${changeOf(row)})`
  const gain = best.by > 0 ? most('gained most', best) : `No ${noun.one} gained`
  const loss = worst.by < 0 ? most('lost most', worst) : most('gained least', worst)
  return { heading: moversHeading(moved, noun), text: `${gain}. ${loss}.` }
}

function moversHeading(moved: readonly Mover[], noun: ReportModel['noun']): string {
  const grew = moved.filter(({ by }) => by > 0).length
  const shrank = moved.filter(({ by }) => by < 0).length
  if (grew === moved.length) return `Sales rose in all ${grew} ${noun.many}`
  if (shrank === moved.length) return `Sales fell in all ${shrank} ${noun.many}`
  return `Sales rose in ${grew} of ${moved.length} ${noun.many} and fell in ${shrank}`
}

function changeOf({ recent, before }: ReportRow): string {
  return before === undefined || before === 0 ? 'from nothing' : signedPercent(recent / before - 1)
}

function forecastFinding({ forecast, total }: ReportModel, amount: FormatAmount): Finding | undefined {
  if (forecast === undefined || total.forecast === undefined) return undefined
  const { sum } = total.forecast
  const change = sum.before === 0 ? '' : `, ${signedPercent(sum.point / sum.before - 1)}`
  return {
    heading: `The next ${forecast.months.length} months: ${amount(sum.point)}${change}`,
    text: `The 80% interval of the sum is ${amount(sum.low80)} to ${amount(sum.high80)}.${triedOnThePast(total.forecast)}`,
  }
}

/** How the same model did before, better or worse. */
function triedOnThePast({ model, scores, coverage }: SeriesForecast): string {
  const repeated = scores.find((score) => score.model === 'seasonal naive')
  const [best] = scores
  const smaller = best === undefined || !repeated?.mase ? 0 : 1 - best.mase / repeated.mase
  const gain =
    smaller < 0.005 ? '' : `, its errors were ${roundPercent(smaller)} smaller than those of repeating the year before`
  const held = coverage.find(({ promised }) => promised === 0.8)
  if (held === undefined || held.checks === 0) return gain === '' ? '' : ` When ${model} was tried on the past${gain}.`
  const narrow = held.held < 0.75 ? ': read them as too narrow' : ''
  return ` When ${model} was tried on the past${gain}${gain === '' ? ',' : ', and'} its 80% bands held ${roundPercent(held.held)} of the time${narrow}.`
}

import {
  amountFormat,
  type FormatAmount,
  longMonth,
  monthName,
  percent,
  roundPercent,
  signedPercent,
} from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'

export interface Finding {
  readonly heading: string
  readonly text: string
}

/** What a reader should take away, most important first, in sentences composed by rules from the numbers. */
export function findings(model: ReportModel): Finding[] {
  const amount = amountFormat(model.unit, 'long')
  return [
    levelFinding(model, amount),
    moversFinding(model, amount),
    forecastFinding(model, amount),
    trendFinding(model),
    secondOpinionFinding(model),
    unusualFinding(model, amount),
    seasonFinding(model),
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

function moversFinding({ rows }: ReportModel, amount: FormatAmount): Finding | undefined {
  const moved = rows
    .flatMap((row) => (row.before === undefined ? [] : [{ row, by: row.recent - row.before }]))
    .sort((one, other) => other.by - one.by)
  const [best, worst] = [moved[0], moved.at(-1)]
  if (best === undefined || worst === undefined || moved.length < 2) return undefined
  const gain =
    best.by > 0 ? `${best.row.category} gained ${amount(best.by)} (${changeOf(best.row)})` : 'No category gained'
  const loss =
    worst.by < 0 ? `${worst.row.category} lost ${amount(-worst.by)} (${changeOf(worst.row)})` : 'no category lost'
  const falling = moved.filter(({ by }) => by < 0).length
  return { heading: `${falling} of ${moved.length} categories shrank`, text: `${gain}; ${loss}.` }
}

function changeOf({ recent, before }: ReportRow): string {
  return before === undefined || before === 0 ? 'from nothing' : signedPercent(recent / before - 1)
}

function forecastFinding({ forecast, total }: ReportModel, amount: FormatAmount): Finding | undefined {
  if (forecast === undefined || total.forecast === undefined) return undefined
  const { sum, coverage } = total.forecast
  const change = sum.before === 0 ? '' : `, ${signedPercent(sum.point / sum.before - 1)}`
  const held = coverage.find(({ promised }) => promised === 0.8)
  const honest =
    held === undefined || held.checks === 0
      ? ''
      : ` When the same model was tried on the past, its 80% intervals held ${roundPercent(held.held)} of the time.`
  return {
    heading: `The next ${forecast.months.length} months: ${amount(sum.point)}${change}`,
    text: `With a chance of about 80% the sum lies between ${amount(sum.low80)} and ${amount(sum.high80)}.${honest}`,
  }
}

function trendFinding({ trend, rows }: ReportModel): Finding | undefined {
  if (trend === undefined) return undefined
  const { perYear, low, high } = trend.total.growth
  const lost = rows.filter(({ trend: found }) => found !== undefined && found.currency < 0.5)
  const doubt =
    lost.length === 0
      ? ' All categories still follow their trend.'
      : ` In the last twelve months ${lost.length} of ${rows.length} categories left their trend: ${listOf(lost.map(({ category }) => category))}.`
  return {
    heading: `The trend is ${signedPercent(perYear)} a year; confidence is ${confidenceWord(trend.confidence)}`,
    text: `Its 95% interval is ${percent(low)} to ${percent(high)}. Confidence, the mean over the categories weighted by their sales, is ${trend.confidence.toFixed(2)} of 1.${doubt}`,
  }
}

export function confidenceWord(confidence: number): 'high' | 'moderate' | 'low' {
  if (confidence >= 0.7) return 'high'
  return confidence >= 0.4 ? 'moderate' : 'low'
}

function secondOpinionFinding({ trend, second, rows }: ReportModel): Finding | undefined {
  if (trend === undefined || second === undefined) return undefined
  const disagreeing = rows.filter(
    ({ trend: first, second: other }) =>
      first !== undefined && other !== undefined && Math.sign(first.growth.perYear) !== Math.sign(other.growth.perYear),
  )
  const [one, other] = [trend.total.growth, second.total.growth]
  const agree = one.low <= other.high && other.low <= one.high
  const details =
    disagreeing.length === 0
      ? 'Every category keeps its direction.'
      : `The direction depends on the method for ${listOf(disagreeing.map(({ category }) => category))}: call ${disagreeing.length === 1 ? 'it' : 'them'} flat.`
  return {
    heading: `A second opinion ${agree ? 'agrees on the total' : 'disagrees'}: ${signedPercent(other.perYear)} a year`,
    text: `Because confidence was not high, the trend was taken again by a method that exceptional months do not move (Theil-Sen; 95% interval ${percent(other.low)} to ${percent(other.high)}). ${details}`,
  }
}

function unusualFinding({ trend }: ReportModel, amount: FormatAmount): Finding | undefined {
  const month = trend?.total.notable[0]
  if (month === undefined) return undefined
  const way = month.deviation < 0 ? 'below' : 'above'
  return {
    heading: `The most unusual month was ${longMonth(month.month)}`,
    text: `Sales were ${amount(month.amount)}, ${percent(Math.abs(month.deviation))} ${way} the ${amount(month.expected)} that the months around it and the season led one to expect.`,
  }
}

function seasonFinding({ trend }: ReportModel): Finding | undefined {
  const season = trend?.total.season
  if (season === undefined || season.strength < 0.3) return undefined
  const [peak, low] = [(season.factors[season.peak] ?? 1) - 1, (season.factors[season.low] ?? 1) - 1]
  return {
    heading: `${monthName(season.peak)} is the strongest month`,
    text: `It is usually ${percent(peak)} above the trend; ${monthName(season.low)} is the weakest, ${percent(-low)} below it.`,
  }
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

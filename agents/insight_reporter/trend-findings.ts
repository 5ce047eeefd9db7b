import type { SeriesTrend } from '../trend_analyzer/trend-output.ts'
import { countOf, type Finding, listOf } from './finding.ts'
import { growthPieces } from './growth-pieces.ts'
import { type FormatAmount, longMonth, monthName, percent, roundPercent, signedPercent } from './number-format.ts'
import type { ReportModel } from './report-model.ts'

/** What is said of direction, season and single months; empty when nobody looked at the trend. */
export function trendFindings(model: ReportModel, amount: FormatAmount): (Finding | undefined)[] {
  return [
    growthFinding(model),
    lineFinding(model),
    secondOpinionFinding(model),
    unusualFinding(model, amount),
    seasonFinding(model),
  ]
}

export function confidenceWord(confidence: number): 'high' | 'moderate' | 'low' {
  if (confidence >= 0.7) return 'high'
  return confidence >= 0.4 ? 'moderate' : 'low'
}

const times = ['never', 'once', 'twice', 'three times']

function growthFinding(model: ReportModel): Finding | undefined {
  const pieces = growthPieces(model)
  if (pieces.length === 0) return undefined
  const said = pieces.map(
    ({ from, perYear }, index) =>
      `from ${longMonth(model.months[from] ?? '')}${index === 0 ? ' it was' : ''} ${signedPercent(perYear)} a year`,
  )
  const changes = pieces.length - 1
  return {
    heading: `Growth changed ${times[changes] ?? `${changes} times`} since ${model.months[0]?.slice(0, 4)}`,
    text: `Season apart, ${listOf(said)}.`,
  }
}

function lineFinding({ trend, rows, noun }: ReportModel): Finding | undefined {
  if (trend === undefined) return undefined
  const { perYear, low, high } = trend.total.growth
  const left = rows.filter(({ trend: found }) => found !== undefined && found.currency < 0.5)
  const leavers =
    left.length === 0
      ? ''
      : ` In the last twelve months ${countOf(left.length, noun)} left ${left.length === 1 ? 'its' : 'their'} own trend: ${listOf(left.map(({ category }) => category))}.`
  return {
    heading: `One straight trend through all years is ${signedPercent(perYear)} a year; confidence is ${confidenceWord(trend.confidence)}`,
    text: `Its 95% interval is ${percent(low)} to ${percent(high)}. Confidence, the mean over the ${noun.many} weighted by their sales, is ${trend.confidence.toFixed(2)} of 1. ${weakestPart(trend.total)}${leavers}`,
  }
}

/** The part of the total's confidence that is worth least, in words. */
function weakestPart({ certainty, steadiness, currency }: SeriesTrend): string {
  const parts = [
    { value: certainty, text: `That there is a slope at all is ${roundPercent(certainty)} sure.` },
    {
      value: steadiness,
      text: `Of all spans of three years, ${roundPercent(steadiness)} grew at between half and twice that rate.`,
    },
    { value: currency, text: `Of the last twelve months, ${roundPercent(currency)} lie where it leads one to expect.` },
  ]
  return parts.reduce((least, part) => (part.value < least.value ? part : least)).text
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
      ? ''
      : ` The direction depends on the method for ${listOf(disagreeing.map(({ category }) => category))}: call ${disagreeing.length === 1 ? 'it' : 'them'} flat.`
  const cause =
    agree && trend.confidence < 0.7 && trend.total.breaks.length > 0
      ? ' So the doubt does not come from single months: growth itself changed.'
      : ''
  const method =
    second.method === 'robust' ? 'a method that exceptional months do not move (Theil-Sen, ' : 'least squares ('
  return {
    heading: `A second opinion ${agree ? 'agrees on the total' : 'disagrees'}: ${signedPercent(other.perYear)} a year`,
    text: `The trend was taken again by ${method}95% interval ${percent(other.low)} to ${percent(other.high)}).${cause}${details}`,
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

import type { Forecast } from '../forecast_agent/forecast-output.ts'
import { countOf } from './finding.ts'
import { type Markup, markup } from './markup.ts'
import { longMonth } from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'
import type { WrittenSummary } from './written-summary.ts'

/** What happened to the rows before any number was computed. */
export function qualityNotes({ quality, months, rows, noun }: ReportModel): Markup {
  const { rowsRead, rowsKept, dropped, filled, leftOut } = quality
  const span = `${longMonth(months[0] ?? '')} to ${longMonth(months.at(-1) ?? '')}`
  return markup`
<ul>
<li>${count(rowsRead)} rows were read and ${count(rowsKept)} used: ${countOf(rows.length, noun)} over ${months.length} months, ${span}.</li>
${dropped.map(
  (drop) =>
    markup`<li>${count(drop.count)} dropped, ${drop.reason}: <code>${drop.examples[0] ?? ''}</code>${drop.count > 1 ? ' and others' : ''}</li>`,
)}
${filled.map(
  (fill) =>
    markup`<li>${fill.category}: ${fill.months.map(longMonth).join(', ')} had no amount and ${fill.months.length === 1 ? 'was' : 'were'} filled in on a straight line.</li>`,
)}
${leftOut.map((left) => markup`<li>${left.category} is not in this report: ${left.reason}.</li>`)}
</ul>`
}

/** How the numbers were made, and what they do not say. */
export function methodNotes(model: ReportModel, written: WrittenSummary | undefined): Markup {
  return markup`
<ul>
${model.trend === undefined ? undefined : trendNotes(model.trend.method)}
${model.forecast === undefined ? undefined : forecastNotes(model, model.forecast.backTest)}
<li>Amounts are as given: not adjusted for prices, holidays or trading days.</li>
<li>The sentences of this report were composed by rules from the numbers. ${partOfModel(written)}</li>
</ul>`
}

function partOfModel(written: WrittenSummary | undefined): string {
  if (written === undefined) return 'No language model took part.'
  if ('problem' in written) return `A language model was to write a summary, and there is none: ${written.problem}`
  return 'A language model wrote the part that says so.'
}

function trendNotes(method: 'ols' | 'robust'): Markup {
  const line =
    method === 'ols'
      ? 'least squares, with Newey-West errors over 12 months'
      : 'the median of all pairwise slopes (Theil-Sen)'
  return markup`
<li>Trend: a straight line through the logarithms after the season was taken out (classical decomposition): ${line}.</li>
<li>Confidence, 0 to 1, is a product: how sure it is that the slope is not zero, the share of 36-month windows whose own slope is between half and twice this one, and the share of the last 12 months inside the band that held 95% of the months before.</li>
<li>Growth changed where up to four straight lines fit clearly better than fewer (Bayesian information criterion; none shorter than 24 months).</li>
<li>An unusual month is more than four robust standard deviations from the median of its neighbours.</li>`
}

function forecastNotes({ noun, rows, total }: ReportModel, { origins, from, to }: Forecast['backTest']): Markup {
  return markup`
<li>Forecast: six models were each tried at ${origins} past moments (months ${longMonth(from)} to ${longMonth(to)}), knowing only what was known then. The one with the least MASE was taken for each ${noun.one}. MASE 1 is the mean difference, as known at the time, between a month and the same month a year before.</li>
<li>Bands are quantiles of that model's own past errors. “80% held” is how often such a band, made only from errors already known at the time, contained what came. Choosing the best of six models flatters it a little.</li>
<li>The bands assume that the coming months surprise as much as those of the back-test did. ${surprised([total, ...rows])}</li>
<li>The ${noun.many} and the total are forecast apart, so they need not add up.</li>`
}

/** Held fewer than three in four of the 80 % bands: more than an unlucky few. */
function surprised(rows: readonly ReportRow[]): string {
  const known = rows.flatMap(({ forecast }) => forecast?.coverage.filter(({ promised }) => promised === 0.8) ?? [])
  const missed = known.filter(({ held, checks }) => checks > 0 && held < 0.75).length
  return missed === 0
    ? ''
    : `For ${missed} of ${known.length} series they held clearly less often than 80%: the past brought surprises that nothing before them announced, and another one would break the bands again.`
}

function count(value: number): string {
  return value.toLocaleString('en-GB')
}

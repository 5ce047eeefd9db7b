import { changeChart } from './change-chart.ts'
import type { Finding } from './finding.ts'
import { growthPieces } from './growth-pieces.ts'
import { historyChart } from './history-chart.ts'
import { type Markup, markup } from './markup.ts'
import { amountFormat, capitalised, longMonth, percent, signedPercent } from './number-format.ts'
import type { ReportModel } from './report-model.ts'
import { methodNotes, qualityNotes } from './report-notes.ts'
import { reportStyle } from './report-style.ts'
import { reportTable } from './report-table.ts'
import { smallMultiples } from './small-multiples.ts'
import type { WrittenSummary } from './written-summary.ts'

/** The whole document. It needs nothing from elsewhere: it can be mailed, printed, opened without a network. */
export function reportPage(model: ReportModel, found: readonly Finding[], written?: WrittenSummary): string {
  const { title, months, source, noun } = model
  const changes = changeChart(model)
  const body = markup`
<header>
<h1>${title}</h1>
<p class="sub">${longMonth(months[0] ?? '')} to ${longMonth(months.at(-1) ?? '')}, by month</p>
${source === '' ? undefined : markup`<p class="sub">Source: ${source}</p>`}
</header>
<div class="tiles">${tiles(model)}</div>${inWords(written)}
<section class="plot"><h2>Total sales</h2>${historyChart(model)}${key(model)}</section>
<section><h2>What to know</h2>
<ol class="findings">${found.map(({ heading, text }) => markup`<li><b>${heading}</b>${text}</li>`)}</ol></section>
${changes === undefined ? undefined : markup`<section class="plot"><h2>Who gained, who lost</h2><p class="hint">Last twelve months against the twelve before.</p>${changes}</section>`}
<h2>${capitalised(noun.one)} by ${noun.one}</h2><p class="hint">The last six years, each on its own scale; at the right the change of the last twelve months.</p>${smallMultiples(model)}
<h2>The numbers</h2>${reportTable(model)}
<section class="notes"><h2>Data quality</h2>${qualityNotes(model)}</section>
<section class="notes"><h2>Method and limits</h2>${methodNotes(model, written)}</section>
<footer>Every ${written === undefined || 'problem' in written ? '' : 'other '}sentence and number here was computed from the data by fixed rules.</footer>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${markup`<title>${title}</title>`.html}
<style>${reportStyle}</style>
</head>
<body><main>${body.html}
</main></body>
</html>
`
}

/** Always said to be a model's, and whether it was one. */
function inWords(written: WrittenSummary | undefined): Markup | undefined {
  if (written === undefined || 'problem' in written) return undefined
  const { text, model, simulated } = written
  const author = simulated ? 'a script in place of a language model' : `a language model, ${model}`
  return markup`
<section><h2>In short</h2><p>${text}</p>
<p class="hint">Written by ${author}. Each number in it was found in the data; whether its sentences are right was not checked.</p></section>`
}

function tiles(model: ReportModel): Markup[] {
  const { months, total, forecast, unit } = model
  const amount = amountFormat(unit, 'short')
  const found = [tile(amount(total.recent), 'last 12 months', `to ${longMonth(months.at(-1) ?? '')}`)]
  if (total.before !== undefined && total.before !== 0) {
    found.push(
      tile(signedPercent(total.recent / total.before - 1), 'against the year before', `from ${amount(total.before)}`),
    )
  }
  found.push(...growthTile(model))
  if (forecast !== undefined && total.forecast !== undefined) {
    const { point, low80, high80 } = total.forecast.sum
    found.push(
      tile(amount(point), `next ${forecast.months.length} months`, `80%: ${amount(low80)} to ${amount(high80)}`),
    )
  }
  return found
}

/** Where growth changed, its present rate; a trend through all years would hide it. */
function growthTile(model: ReportModel): Markup[] {
  const now = growthPieces(model).at(-1)
  if (now !== undefined) {
    return [tile(signedPercent(now.perYear), 'growth a year', `since ${longMonth(model.months[now.from] ?? '')}`)]
  }
  if (model.trend === undefined) return []
  const { perYear, low, high } = model.trend.total.growth
  return [tile(signedPercent(perYear), 'trend a year', `95%: ${percent(low)} to ${percent(high)}`)]
}

function tile(value: string, label: string, detail: string): Markup {
  return markup`<div class="tile"><b>${value}</b><span>${label}</span><span>${detail}</span></div>`
}

function key({ trend, forecast }: ReportModel): Markup {
  return markup`<p class="key"><span><i></i>sales</span>
${trend === undefined ? undefined : markup`<span><i class="k-trend"></i>trend without season</span>`}
${forecast === undefined ? undefined : markup`<span><i class="k-forecast"></i>forecast</span><span><i class="k-80"></i>80% band</span><span><i class="k-95"></i>95% band</span>`}</p>`
}

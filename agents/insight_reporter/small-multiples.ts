import { coordinate, linearScale, niceTicks } from './chart-scale.ts'
import { type Markup, markup } from './markup.ts'
import { amountFormat, type FormatAmount, signedPercent } from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'
import { seriesPlot } from './series-plot.ts'

const width = 300
const height = 150
const plot = { left: 44, right: 294, top: 10, bottom: 128 }
/** Six years show the season and the recent direction; more would hide the forecast. */
const shownMonths = 72

/** One small chart per category, each on its own scale that starts at zero. */
export function smallMultiples({ rows, months, unit }: ReportModel): Markup {
  const format = amountFormat(unit, 'short')
  const from = Math.max(0, months.length - shownMonths)
  return markup`<div class="multiples">${rows.map((row) => multiple(row, months.slice(from), format))}</div>`
}

function multiple(row: ReportRow, months: readonly string[], format: FormatAmount): Markup {
  const amounts = row.amounts.slice(-months.length)
  const ahead = row.forecast?.point.length ?? 0
  const ticks = niceTicks({ from: 0, to: Math.max(...amounts, ...(row.forecast?.high95 ?? [])) }, 3)
  const x = linearScale({ from: 0, to: amounts.length - 1 + ahead }, { from: plot.left, to: plot.right })
  const y = linearScale({ from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1 }, { from: plot.bottom, to: plot.top })
  const years = months.flatMap((month, index) =>
    month.endsWith('-01') ? [{ year: month.slice(0, 4), at: x(index) }] : [],
  )
  return markup`
<figure>
<figcaption><span>${row.category}</span>${changeOf(row)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${row.category}: sales by month">
${ticks.map(
  (tick) => markup`
<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}"/>
<text class="axis small" x="${plot.left - 5}" y="${coordinate(y(tick) + 3.5)}" text-anchor="end">${format(tick)}</text>`,
)}
${years.map(({ year, at }) => markup`<text class="axis small" x="${coordinate(at)}" y="${plot.bottom + 15}">${year}</text>`)}
${seriesPlot({ amounts, forecast: row.forecast, x, y })}
</svg>
</figure>`
}

function changeOf({ recent, before }: ReportRow): Markup | undefined {
  if (before === undefined || before === 0) return undefined
  const change = recent / before - 1
  return markup`<span class="${change < 0 ? 'down' : 'up'}">${signedPercent(change)}</span>`
}

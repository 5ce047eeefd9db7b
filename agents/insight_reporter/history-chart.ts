import { coordinate, linearScale, linePath, niceTicks, type Scale } from './chart-scale.ts'
import { type GrowthPiece, growthPieces } from './growth-pieces.ts'
import { type Markup, markup } from './markup.ts'
import { amountFormat, longMonth, signedPercent } from './number-format.ts'
import type { ReportModel } from './report-model.ts'
import { seriesPlot } from './series-plot.ts'

const width = 960
const height = 380
/** Of `+12.3% a year`. */
const labelWidth = 84
const plot = { left: 58, right: 946, top: 34, bottom: 346 }

/** The total: history, straight trend, forecast with its bands, and the most unusual month by name. */
export function historyChart({ months, total, unit }: ReportModel): Markup {
  const { amounts, forecast, trend } = total
  const ticks = niceTicks({ from: 0, to: Math.max(...amounts, ...(forecast?.high95 ?? [])) }, 6)
  const x = linearScale(
    { from: 0, to: amounts.length - 1 + (forecast?.point.length ?? 0) },
    { from: plot.left, to: plot.right },
  )
  const y = linearScale({ from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1 }, { from: plot.bottom, to: plot.top })
  const label = `Total sales by month, ${longMonth(months[0] ?? '')} to ${longMonth(months.at(-1) ?? '')}`
  const line = trend?.line.map((amount, index) => ({ x: x(index), y: y(amount) })) ?? []
  const breaks = trend?.breaks.map(({ month }) => months.indexOf(month)) ?? []
  return markup`
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${amountAxis(ticks, y, amountFormat(unit, 'short'))}
${yearAxis(months, x)}
${forecast === undefined ? undefined : forecastLabel(x(amounts.length - 1))}
${[0, ...breaks].map((from, index) => markup`<path class="trend" d="${linePath(line.slice(from, breaks[index]))}"/>`)}
${seriesPlot({ amounts, forecast, x, y })}
${growthLabels(growthPieces({ months, total }), x)}
${unusualMonth({ months, total, x, y })}
</svg>`
}

function amountAxis(ticks: readonly number[], y: Scale, format: (amount: number) => string): Markup[] {
  return ticks.map(
    (tick) => markup`
<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}"/>
<text class="axis" x="${plot.left - 8}" y="${coordinate(y(tick) + 4)}" text-anchor="end">${format(tick)}</text>`,
  )
}

/** Every year up to sixteen of them, then every second and so on. */
function yearAxis(months: readonly string[], x: Scale): Markup[] {
  const every = Math.ceil(months.length / 12 / 16)
  return months.flatMap((month, index) => {
    if (!month.endsWith('-01') || Number(month.slice(0, 4)) % every !== 0) return []
    const at = coordinate(x(index))
    return [
      markup`<line class="tick" x1="${at}" x2="${at}" y1="${plot.bottom}" y2="${plot.bottom + 5}"/>`,
      markup`<text class="axis" x="${at}" y="${plot.bottom + 20}" text-anchor="middle">${month.slice(0, 4)}</text>`,
    ]
  })
}

function forecastLabel(at: number): Markup {
  return markup`
<line class="now" x1="${coordinate(at)}" x2="${coordinate(at)}" y1="${plot.top - 10}" y2="${plot.bottom}"/>
<text class="axis strong" x="${coordinate(at + 6)}" y="${plot.top - 2}">forecast</text>`
}

/** Where growth changed, and its rate between: a label is left out where it has no room. */
function growthLabels(pieces: readonly GrowthPiece[], x: Scale): Markup[] {
  return pieces.map(({ from, to, perYear }) => {
    const [left, right] = [x(from), x(to)]
    const at = coordinate(left)
    const line =
      from === 0
        ? undefined
        : markup`<line class="change" x1="${at}" x2="${at}" y1="${plot.top - 10}" y2="${plot.bottom}"/>`
    if (right - left < labelWidth) return markup`${line}`
    return markup`${line}<text class="axis" x="${coordinate((left + right) / 2)}" y="${plot.top - 2}" text-anchor="middle">${signedPercent(perYear)} a year</text>`
  })
}

function unusualMonth({
  months,
  total,
  x,
  y,
}: Pick<ReportModel, 'months' | 'total'> & { x: Scale; y: Scale }): Markup | undefined {
  const found = total.trend?.notable[0]
  const index = found === undefined ? -1 : months.indexOf(found.month)
  if (found === undefined || index < 0) return undefined
  const [cx, cy] = [x(index), y(found.amount)]
  const side = cx > (plot.left + plot.right) / 2 ? 'end' : 'start'
  // Far from the line, which swings with the season, and inside the plot.
  const away = found.deviation < 0 ? Math.min(plot.bottom - 10, cy + 66) : Math.max(plot.top + 10, cy - 50)
  const text = `${longMonth(found.month)}: ${signedPercent(found.deviation)} against expectation`
  return markup`
<line class="leader" x1="${coordinate(cx)}" x2="${coordinate(cx)}" y1="${coordinate(cy)}" y2="${coordinate(away - 14)}"/>
<circle class="unusual" cx="${coordinate(cx)}" cy="${coordinate(cy)}" r="4.5"/>
<text class="note" x="${coordinate(cx)}" y="${coordinate(away)}" text-anchor="${side}">${text}</text>`
}

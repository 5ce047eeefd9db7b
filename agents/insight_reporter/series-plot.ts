import type { SeriesForecast } from '../forecast_agent/forecast-output.ts'
import { bandPath, linePath, type Scale } from './chart-scale.ts'
import { type Markup, markup } from './markup.ts'

export interface SeriesPlot {
  readonly amounts: readonly number[]
  readonly forecast: SeriesForecast | undefined
  /** Index of a month to its x; the forecast goes on behind the last month. */
  readonly x: Scale
  readonly y: Scale
}

/** Lines and bands of one series: 95 % band, 80 % band, history, forecast. Bands start at the last known month. */
export function seriesPlot({ amounts, forecast, x, y }: SeriesPlot): Markup {
  const last = amounts.length - 1
  const history = amounts.map((amount, index) => ({ x: x(index), y: y(amount) }))
  const ahead = (values: readonly number[]) =>
    [amounts[last] ?? 0, ...values].map((value, index) => ({ x: x(last + index), y: y(value) }))
  const line = markup`<path class="history" d="${linePath(history)}"/>`
  if (forecast === undefined) return line
  return markup`
<path class="band95" d="${bandPath(ahead(forecast.high95), ahead(forecast.low95))}"/>
<path class="band80" d="${bandPath(ahead(forecast.high80), ahead(forecast.low80))}"/>
${line}
<path class="forecast" d="${linePath(ahead(forecast.point))}"/>`
}

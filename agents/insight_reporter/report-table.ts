import { type Markup, markup } from './markup.ts'
import { amountFormat, capitalised, type FormatAmount, monthName, percent, signedPercent } from './number-format.ts'
import type { ReportModel, ReportRow } from './report-model.ts'
import { confidenceWord } from './trend-findings.ts'

interface Column {
  readonly title: string
  cell(row: ReportRow): Markup | string
}

/** One line per category and one for the total. Columns of parts that were not computed are left out. */
export function reportTable(model: ReportModel): Markup {
  const columns = columnsOf(model, amountFormat(model.unit, 'short'))
  const line = (row: ReportRow) =>
    markup`<tr><th scope="row">${row.category}</th>${columns.map((column) => markup`<td>${column.cell(row)}</td>`)}</tr>`
  return markup`
<div class="scroll"><table>
<thead><tr><th scope="col">${capitalised(model.noun.one)}</th>${columns.map(({ title }) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${model.rows.map(line)}</tbody>
<tfoot>${line(model.total)}</tfoot>
</table></div>`
}

const none = '–'

function columnsOf({ trend, second, forecast }: ReportModel, amount: FormatAmount): Column[] {
  return [
    { title: 'Last 12 months', cell: ({ recent }) => amount(recent) },
    { title: 'Change', cell: changeCell },
    ...(trend === undefined ? [] : trendColumns),
    ...(second === undefined ? [] : [secondColumn]),
    ...(forecast === undefined ? [] : forecastColumns(forecast.months.length, amount)),
  ]
}

function changeCell({ recent, before }: ReportRow): Markup | string {
  if (before === undefined || before === 0) return none
  const change = recent / before - 1
  return markup`<span class="${change < 0 ? 'down' : 'up'}">${signedPercent(change)}</span>`
}

const trendColumns: readonly Column[] = [
  {
    title: 'Trend a year (95%)',
    cell: ({ trend }) =>
      trend === undefined
        ? none
        : markup`${signedPercent(trend.growth.perYear)}<small>${percent(trend.growth.low)} to ${percent(trend.growth.high)}</small>`,
  },
  {
    title: 'Confidence',
    cell: ({ trend }) =>
      trend === undefined
        ? none
        : markup`<span class="level ${confidenceWord(trend.confidence)}">${trend.confidence.toFixed(2)}</span>`,
  },
  { title: 'Best month', cell: ({ trend }) => (trend === undefined ? none : monthName(trend.season.peak).slice(0, 3)) },
]

const secondColumn: Column = {
  title: 'Second opinion',
  cell: ({ second }) =>
    second === undefined
      ? none
      : markup`${signedPercent(second.growth.perYear)}<small>${percent(second.growth.low)} to ${percent(second.growth.high)}</small>`,
}

function forecastColumns(months: number, amount: FormatAmount): Column[] {
  return [
    {
      title: `Next ${months} months (80%)`,
      cell: ({ forecast }) =>
        forecast === undefined
          ? none
          : markup`${amount(forecast.sum.point)}<small>${amount(forecast.sum.low80)} to ${amount(forecast.sum.high80)}</small>`,
    },
    {
      title: 'Model, MASE',
      cell: ({ forecast }) =>
        forecast === undefined
          ? none
          : markup`${(forecast.scores[0]?.mase ?? 0).toFixed(2)}<small>${forecast.model}</small>`,
    },
    {
      title: '80% held',
      cell: ({ forecast }) => {
        const coverage = forecast?.coverage[0]
        return coverage === undefined || coverage.checks === 0 ? none : `${Math.round(coverage.held * 100)}%`
      },
    },
  ]
}

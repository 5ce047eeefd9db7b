import { coordinate, linearScale } from './chart-scale.ts'
import { type Markup, markup } from './markup.ts'
import { amountFormat, signedPercent } from './number-format.ts'
import type { ReportModel } from './report-model.ts'

const width = 960
const rowHeight = 30
/** Room behind the longest bar for `+$1.89B (+12.4%)`. */
const right = 800

/** Which categories gained and lost, last twelve months against the twelve before, largest gain first. */
export function changeChart({ rows, unit, noun }: ReportModel): Markup | undefined {
  const changes = rows
    .flatMap(({ category, recent, before }) =>
      before === undefined ? [] : [{ category, by: recent - before, share: before === 0 ? 0 : recent / before - 1 }],
    )
    .sort((one, other) => other.by - one.by)
  if (changes.length === 0) return undefined
  const format = amountFormat(unit, 'short')
  const lowest = Math.min(0, ...changes.map(({ by }) => by))
  const highest = Math.max(0, ...changes.map(({ by }) => by))
  const x = linearScale(
    { from: lowest, to: highest },
    { from: labelWidth(changes.map(({ category }) => category)), to: right },
  )
  const height = changes.length * rowHeight + 8
  return markup`
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Change of sales by ${noun.one}">
${changes.map(({ category, by, share }, index) => {
  const top = index * rowHeight + 6
  const [start, end] = [x(Math.min(0, by)), x(Math.max(0, by))]
  const text = `${by > 0 ? '+' : ''}${format(by)} (${signedPercent(share)})`
  return markup`
<text class="label" x="0" y="${top + 16}">${category}</text>
<rect class="${by < 0 ? 'loss' : 'gain'}" x="${coordinate(start)}" y="${top}" width="${coordinate(Math.max(1, end - start))}" height="${rowHeight - 8}" rx="2"/>
<text class="label" x="${by < 0 ? coordinate(x(0) + 8) : coordinate(end + 8)}" y="${top + 16}">${text}</text>`
})}
<line class="zero" x1="${coordinate(x(0))}" x2="${coordinate(x(0))}" y1="0" y2="${height}"/>
</svg>`
}

/** Up to 400 units for the names, at about 7.5 a letter. */
function labelWidth(names: readonly string[]): number {
  return Math.min(400, 24 + 7.5 * Math.max(...names.map(({ length }) => length)))
}

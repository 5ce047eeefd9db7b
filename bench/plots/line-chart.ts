export interface LineChart {
  readonly title: string
  /** Of the horizontal axis, which is logarithmic. */
  readonly x: string
  /** Of the vertical axis, which begins at 0. */
  readonly y: string
  readonly lines: readonly Line[]
}

export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

const [width, height] = [640, 300]
const frame = { left: 56, right: 520, top: 44, bottom: 252 }
/** Told apart also without colours: by their dashes. */
const strokes = [
  { colour: '#1f5fa8', dashes: 'none' },
  { colour: '#b3541e', dashes: '6 3' },
  { colour: '#3c7a3c', dashes: '2 3' },
]

/** A chart as SVG: one line for each series, its name at its end. On white, because readers' backgrounds differ. */
export function lineChart({ title, x, y, lines }: LineChart): string {
  const points = lines.flatMap((line) => line.points)
  const scale = scaleOf(points)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(title, { x: frame.left, y: 22, size: 14 }),
    text(y, { x: frame.left, y: frame.top - 6, colour: '#666' }),
    text(x, { x: frame.right, y: frame.bottom + 34, anchor: 'end', colour: '#666' }),
    ...scale.rows.flatMap((value) => row(value, scale.y(value))),
    ...columnsOf(points).map((value) =>
      text(grouped(value), { x: scale.x(value), y: frame.bottom + 16, anchor: 'middle', colour: '#666' }),
    ),
    ...lines.flatMap((line, index) => drawn(line, index, scale)),
    ...named(lines, scale),
    '</svg>\n',
  ].join('\n')
}

interface Scale {
  x(value: number): number
  y(value: number): number
  readonly rows: readonly number[]
}

function scaleOf(points: Line['points']): Scale {
  const [xs, ys] = [points.map(([x]) => Math.log10(x)), points.map(([, y]) => y)]
  const [first, last] = [Math.min(...xs), Math.max(...xs)]
  const step = roundStep(Math.max(...ys) / 4)
  const top = Math.ceil(Math.max(...ys) / step) * step
  const span = last - first || 1
  return {
    x: (value) => rounded(frame.left + ((Math.log10(value) - first) / span) * (frame.right - frame.left)),
    y: (value) => rounded(frame.bottom - (value / top) * (frame.bottom - frame.top)),
    rows: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => Number((index * step).toPrecision(6))),
  }
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10
  return factor * power
}

function columnsOf(points: Line['points']): number[] {
  return [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b)
}

function row(value: number, at: number): string[] {
  return [
    `<line x1="${frame.left}" y1="${at}" x2="${frame.right}" y2="${at}" stroke="#ddd"/>`,
    text(String(value), { x: frame.left - 8, y: at + 4, anchor: 'end', colour: '#666' }),
  ]
}

function drawn({ points }: Line, index: number, scale: Scale): string[] {
  const { colour = '#000', dashes = 'none' } = strokes[index % strokes.length] ?? {}
  const path = points.map(([x, y]) => `${scale.x(x)},${scale.y(y)}`)
  return [
    `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>`,
    ...points.map(([x, y]) => `<circle cx="${scale.x(x)}" cy="${scale.y(y)}" r="3" fill="${colour}"/>`),
  ]
}

/** Each name at its line's end, moved down as far as it takes to stand clear of the one above. */
function named(lines: readonly Line[], scale: Scale): string[] {
  let above = Number.NEGATIVE_INFINITY
  return lines
    .map(({ name, points }, index) => {
      const [x = 0, y = 0] = points.at(-1) ?? []
      return { name, x: scale.x(x) + 10, y: scale.y(y) + 4, colour: strokes[index % strokes.length]?.colour ?? '#000' }
    })
    .toSorted((one, other) => one.y - other.y)
    .map(({ name, x, y, colour }) => {
      above = Math.max(y, above + 14)
      return text(name, { x, y: above, colour })
    })
}

interface Written {
  readonly x: number
  readonly y: number
  readonly anchor?: 'middle' | 'end'
  readonly colour?: string
  readonly size?: number
}

function text(content: string, { x, y, anchor = undefined, colour = '#111', size = 12 }: Written): string {
  const anchored = anchor === undefined ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}"${anchored} fill="${colour}" font-size="${size}">${escaped(content)}</text>`
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}

function rounded(value: number): number {
  return Number(value.toFixed(1))
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

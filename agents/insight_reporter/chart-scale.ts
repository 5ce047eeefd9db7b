/** Maps a value to a coordinate. */
export type Scale = (value: number) => number

export interface Range {
  readonly from: number
  readonly to: number
}

export function linearScale(domain: Range, range: Range): Scale {
  const width = domain.to - domain.from || 1
  return (value) => range.from + ((value - domain.from) / width) * (range.to - range.from)
}

/** Round numbers from at or below `from` to at or above `to`, about `count` of them, steps of 1, 2 or 5 times a power of ten. */
export function niceTicks({ from, to }: Range, count: number): number[] {
  const raw = (to - from || Math.abs(to) || 1) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10)
  const first = Math.floor(from / step)
  const last = Math.max(first + 1, Math.ceil(to / step))
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** SVG path data through the points. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('')
}

/** Closed area between two lines of equal length. */
export function bandPath(upper: readonly Point[], lower: readonly Point[]): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`
}

/** One decimal is a tenth of a pixel: enough, and half the bytes. */
export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10)
}

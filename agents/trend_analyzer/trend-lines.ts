import { linearRegression } from 'simple-statistics'

/** A straight line through some consecutive values. */
export interface TrendLine {
  /** First step. */
  readonly from: number
  /** First step after it. */
  readonly to: number
  /** Value at `from`. */
  readonly start: number
  readonly perStep: number
}

/** Months. A slope over less is mostly noise. */
const shortestPart = 24
/** A cut this near to the first or last allowed place only says that the true one lies beyond it. */
const margin = 3
const mostBreaks = 3
/** A break brings a slope, a level and its place; the doubled weight answers for months that are not independent. */
const parametersPerBreak = 6

/**
 * Cuts the series into the straight lines that fit it best together, with no cut or up to three. More cuts are taken only
 * where they pay: where the Bayesian information criterion n ln(SSE) + k ln(n) falls, with 6 for k. All places are tried
 * (Bai and Perron, 2003): cutting at the best place first and then again would put the first cut between the true ones.
 */
export function trendLines(values: readonly number[]): TrendLine[] {
  const error = lineErrors(values)
  const [best] = bestPartitions(values.length, error)
    .filter(({ cuts }) => cuts.every((cut) => isInside(cut, values.length)))
    .map((partition) => ({ ...partition, cost: costOf(partition, values.length) }))
    .sort((one, other) => one.cost - other.cost)
  const cuts = best?.cuts ?? []
  return [0, ...cuts].map((from, index) => {
    const to = cuts[index] ?? values.length
    const { m, b } = linearRegression(values.slice(from, to).map((value, step) => [step, value]))
    return { from, to, start: b, perStep: m }
  })
}

interface Partition {
  /** First step of each line but the first. */
  readonly cuts: readonly number[]
  /** Sum of squared errors. */
  readonly squares: number
}

/** The best partition of the whole without a cut, with one, two and three, as far as there is room for them. */
function bestPartitions(length: number, error: LineError): Partition[] {
  const ends = Array.from({ length: length + 1 }, (_, end) => end)
  let upTo: (Partition | undefined)[] = ends.map((end) =>
    end < shortestPart ? undefined : { cuts: [], squares: error(0, end) },
  )
  const whole: (Partition | undefined)[] = [upTo[length]]
  for (let cuts = 1; cuts <= mostBreaks; cuts += 1) {
    const shorter = upTo
    upTo = ends.map((end) => withLastLine(shorter, end, error))
    whole.push(upTo[length])
  }
  return whole.filter((partition) => partition !== undefined)
}

/** The best partition up to `end` that is one of `shorter` and one line more. */
function withLastLine(
  shorter: readonly (Partition | undefined)[],
  end: number,
  error: LineError,
): Partition | undefined {
  let best: { readonly cuts: readonly number[]; readonly at: number; readonly squares: number } | undefined
  for (let at = shortestPart; at <= end - shortestPart; at += 1) {
    const before = shorter[at]
    if (before === undefined) continue
    const squares = before.squares + error(at, end)
    if (squares < (best?.squares ?? Number.POSITIVE_INFINITY)) best = { cuts: before.cuts, at, squares }
  }
  return best === undefined ? undefined : { cuts: [...best.cuts, best.at], squares: best.squares }
}

function isInside(cut: number, length: number): boolean {
  return cut >= shortestPart + margin && length - cut >= shortestPart + margin
}

function costOf({ cuts, squares }: Partition, length: number): number {
  // Below this an error is rounding, and a logarithm would make much of it.
  return length * Math.log(Math.max(squares, 1e-12)) + parametersPerBreak * cuts.length * Math.log(length)
}

/** Sum of squared errors of the best line from the one step to before the other. */
type LineError = (from: number, to: number) => number

/** Squared error of the best line over any stretch, in constant time by running sums. */
function lineErrors(values: readonly number[]): LineError {
  const sums = [{ x: 0, y: 0, xx: 0, xy: 0, yy: 0 }]
  for (const [x, y] of values.entries()) {
    const last = sums[x] ?? { x: 0, y: 0, xx: 0, xy: 0, yy: 0 }
    sums.push({ x: last.x + x, y: last.y + y, xx: last.xx + x * x, xy: last.xy + x * y, yy: last.yy + y * y })
  }
  return (from, to) => {
    const [one, two] = [sums[from], sums[to]]
    const n = to - from
    if (one === undefined || two === undefined || n < 2) return 0
    const [x, y] = [two.x - one.x, two.y - one.y]
    const xx = two.xx - one.xx - (x * x) / n
    const xy = two.xy - one.xy - (x * y) / n
    const yy = two.yy - one.yy - (y * y) / n
    return Math.max(0, yy - (xy * xy) / xx)
  }
}

export interface TrendBreak {
  /** First step of the new line. */
  readonly index: number
  readonly slopeBefore: number
  readonly slopeAfter: number
}

/** Months. A slope over less is mostly noise. */
const shortestPart = 24
/** A cut this near to the first or last allowed place only says that the true one lies beyond it. */
const margin = 3
const mostBreaks = 3
/** A break brings a slope, a level and its place; the doubled weight answers for months that are not independent. */
const parametersPerBreak = 6

interface Part {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/**
 * Cuts the series where two straight lines fit clearly better than one, the best cut first, at most three times.
 * Clearly: the Bayesian information criterion n ln(SSE) + k ln(n) falls, with 6 for k.
 */
export function trendBreaks(values: readonly number[]): TrendBreak[] {
  const error = lineErrors(values)
  let parts: Part[] = [{ from: 0, to: values.length }]
  for (let cuts = 0; cuts < mostBreaks; cuts += 1) {
    const sum = parts.reduce((total, { from, to }) => total + error(from, to).squares, 0)
    const best = parts
      .map((part) => bestCut(part, error))
      .filter((cut) => cut !== undefined)
      .sort((one, other) => other.saved - one.saved)[0]
    if (best === undefined || !isWorth({ n: values.length, before: sum, saved: best.saved })) break
    parts = parts.flatMap((part) => (part === best.part ? split(part, best.at) : [part]))
  }
  return parts.slice(1).map(({ from, to }, index) => {
    const before = parts[index] ?? { from: 0, to: from }
    return { index: from, slopeBefore: error(before.from, from).slope, slopeAfter: error(from, to).slope }
  })
}

function isWorth({
  n,
  before,
  saved,
}: {
  readonly n: number
  readonly before: number
  readonly saved: number
}): boolean {
  if (before < 1e-12) return false
  return n * Math.log(Math.max(before - saved, 1e-12) / before) + parametersPerBreak * Math.log(n) < 0
}

function split({ from, to }: Part, at: number): Part[] {
  return [
    { from, to: at },
    { from: at, to },
  ]
}

type LineError = (from: number, to: number) => { readonly squares: number; readonly slope: number }

function bestCut(part: Part, error: LineError): { part: Part; at: number; saved: number } | undefined {
  let best: { part: Part; at: number; saved: number } | undefined
  const whole = error(part.from, part.to).squares
  for (let at = part.from + shortestPart; at <= part.to - shortestPart; at += 1) {
    const saved = whole - error(part.from, at).squares - error(at, part.to).squares
    if (saved > (best?.saved ?? 0)) best = { part, at, saved }
  }
  if (best === undefined) return undefined
  const isAtEdge = best.at - part.from < shortestPart + margin || part.to - best.at < shortestPart + margin
  return isAtEdge ? undefined : best
}

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
    if (one === undefined || two === undefined || n < 2) return { squares: 0, slope: 0 }
    const [x, y] = [two.x - one.x, two.y - one.y]
    const xx = two.xx - one.xx - (x * x) / n
    const xy = two.xy - one.xy - (x * y) / n
    const yy = two.yy - one.yy - (y * y) / n
    return { squares: Math.max(0, yy - (xy * xy) / xx), slope: xy / xx }
  }
}

import { linearRegression, mean, median } from 'simple-statistics'

export interface Slope {
  /** Per step of one month. */
  readonly perStep: number
  /** Value of the line at the first step. */
  readonly start: number
  /** Of `perStep`. */
  readonly standardError: number
}

/** Neighbouring months share what moves them: errors up to this many months apart count as related. */
const relatedMonths = 12

/**
 * Least squares over equally spaced values, with the standard error of Newey and West (1987): Bartlett weights, 12 lags.
 * The textbook error would take every month as independent evidence and be several times too small.
 */
export function leastSquares(values: readonly number[]): Slope {
  const { m, b } = linearRegression(values.map((value, index) => [index, value]))
  const middle = (values.length - 1) / 2
  const scores = values.map((value, index) => (index - middle) * (value - b - m * index))
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  const long = longRunSum(scores, Math.min(relatedMonths, values.length - 2))
  return { perStep: m, start: b, standardError: Math.sqrt(Math.max(0, long)) / spread }
}

function longRunSum(scores: readonly number[], lags: number): number {
  let total = scores.reduce((sum, score) => sum + score * score, 0)
  for (let lag = 1; lag <= lags; lag += 1) {
    const products = scores.slice(lag).reduce((sum, score, index) => sum + score * (scores[index] ?? 0), 0)
    total += 2 * (1 - lag / (lags + 1)) * products
  }
  return total
}

/**
 * Theil-Sen: the median of the slopes of all pairs, unmoved by up to 29 % of wild values. The standard error is half the
 * width of Sen's (1968) interval of one standard deviation, widened by the first autocorrelation of the residuals.
 */
export function theilSen(values: readonly number[]): Slope {
  const slopes = pairSlopes(values)
  const perStep = quantileOfSorted(slopes, 0.5)
  const start = median(values.map((value, index) => value - perStep * index))
  const residuals = values.map((value, index) => value - start - perStep * index)
  const n = values.length
  const kendall = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18) * autocorrelationFactor(residuals)
  const share = kendall / (2 * slopes.length)
  const width = quantileOfSorted(slopes, Math.min(1, 0.5 + share)) - quantileOfSorted(slopes, Math.max(0, 0.5 - share))
  return { perStep, start, standardError: width / 2 }
}

function pairSlopes(values: readonly number[]): Float64Array {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2)
  let at = 0
  for (const [later, value] of values.entries()) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      slopes[at] = (value - (values[earlier] ?? 0)) / (later - earlier)
      at += 1
    }
  }
  return slopes.sort()
}

function quantileOfSorted(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  return low + (high - low) * (place - Math.floor(place))
}

/** By how much related neighbours widen a standard error: sqrt((1 + r) / (1 - r)) for an autoregression of order one. */
function autocorrelationFactor(residuals: readonly number[]): number {
  const centre = mean([...residuals])
  const squares = residuals.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  if (squares === 0) return 1
  const products = residuals
    .slice(1)
    .reduce((sum, value, index) => sum + (value - centre) * ((residuals[index] ?? 0) - centre), 0)
  const r = Math.min(0.95, Math.max(0, products / squares))
  return Math.sqrt((1 + r) / (1 - r))
}

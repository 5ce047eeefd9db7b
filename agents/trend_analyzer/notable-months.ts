import { median } from 'simple-statistics'

export interface NotableMonth {
  readonly index: number
  /** What the neighbourhood led one to expect, without season, on the working scale. */
  readonly expected: number
  /** Distance from it in robust standard deviations. */
  readonly score: number
}

/** Beyond this many robust standard deviations; chance alone reaches it about once in 16,000 months. */
const threshold = 4
const neighbours = 6

/** Months far from the median of the six months on either side, most unusual first. */
export function notableMonths(adjusted: readonly number[]): NotableMonth[] {
  const expected = adjusted.map((_, index) => median(neighbourhood(adjusted, index)))
  const residuals = adjusted.map((value, index) => value - (expected[index] ?? value))
  // 1.4826 makes the median absolute deviation the standard deviation of normal data.
  const spread = 1.4826 * median(residuals.map(Math.abs))
  if (spread < 1e-9) return []
  return residuals
    .map((residual, index) => ({ index, expected: expected[index] ?? 0, score: Math.abs(residual) / spread }))
    .filter(({ score }) => score > threshold)
    .sort((one, other) => other.score - one.score)
}

function neighbourhood(values: readonly number[], index: number): number[] {
  return values.slice(Math.max(0, index - neighbours), index + neighbours + 1)
}

/** A way to continue monthly values on the working scale. Deterministic: the same history gives the same forecast. */
export interface ForecastModel {
  readonly name: string
  /** As a report should say it. */
  readonly description: string
  /** The next `horizon` values. `history` holds at least 36. */
  forecast(history: readonly number[], horizon: number): number[]
}

export function steps(horizon: number): number[] {
  return Array.from({ length: horizon }, (_, index) => index + 1)
}

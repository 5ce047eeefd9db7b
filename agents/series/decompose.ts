import { mean, median, variance } from 'simple-statistics'

export interface Decomposition {
  /** Centred moving average over twelve months; undefined for the six months at each end. */
  readonly trend: readonly (number | undefined)[]
  /** What each calendar month adds, January first. They sum to zero. */
  readonly season: readonly number[]
  /** Values less the season of their month. */
  readonly adjusted: readonly number[]
  /** 0 (no season) to 1 (nothing but season). */
  readonly strength: number
}

export interface DecomposeOptions {
  /** Calendar month of the first value, 0 for January. */
  readonly firstMonth: number
  /** How a month's years are averaged: the median is not moved by one exceptional year. */
  readonly centre: 'mean' | 'median'
}

/**
 * Classical additive decomposition of monthly values, at least 24 of them.
 * Strength is 1 - Var(remainder) / Var(season + remainder), at least 0: Hyndman and Athanasopoulos, "Forecasting:
 * Principles and Practice", 4.3.
 */
export function decompose(values: readonly number[], { firstMonth, centre }: DecomposeOptions): Decomposition {
  const trend = movingAverage(values)
  const average = centre === 'mean' ? mean : median
  const detrended = values.map((value, index) => difference(value, trend[index]))
  const raw = Array.from({ length: 12 }, (_, calendar) =>
    average(
      detrended.filter((value, index) => value !== undefined && (firstMonth + index) % 12 === calendar).map(Number),
    ),
  )
  const season = raw.map((value) => value - mean(raw))
  const seasonAt = (index: number) => season[(firstMonth + index) % 12] ?? 0
  const adjusted = values.map((value, index) => value - seasonAt(index))
  return { trend, season, adjusted, strength: strengthOf(detrended, seasonAt) }
}

/** The usual 2x12 average: thirteen months, the outer two at half weight. */
function movingAverage(values: readonly number[]): (number | undefined)[] {
  return values.map((_, index) => {
    const window = values.slice(Math.max(0, index - 6), index + 7)
    if (index < 6 || window.length < 13) return undefined
    return window.reduce((sum, value, at) => sum + value * (at === 0 || at === 12 ? 0.5 : 1), 0) / 12
  })
}

function difference(value: number, from: number | undefined): number | undefined {
  return from === undefined ? undefined : value - from
}

function strengthOf(detrended: readonly (number | undefined)[], seasonAt: (index: number) => number): number {
  const whole: number[] = []
  const rest: number[] = []
  for (const [index, value] of detrended.entries()) {
    if (value === undefined) continue
    whole.push(value)
    rest.push(value - seasonAt(index))
  }
  const spread = variance(whole)
  // Rounding alone leaves about 1e-32 of a constant series.
  return spread < 1e-20 ? 0 : Math.min(1, Math.max(0, 1 - variance(rest) / spread))
}

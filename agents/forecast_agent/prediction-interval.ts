import { quantileSorted } from 'simple-statistics'
import type { Trial } from './back-test.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Fewer past errors than this say nothing about the 10 % at either end. */
const fewestErrors = 24

/**
 * Intervals are the quantiles of the errors that the back-test made: no assumption that errors are normal, or as likely
 * above as below.
 *
 * 1. The errors of a horizon are pooled with those of the month before and after it.
 * 2. An interval contains the forecast, and is never narrower at a longer horizon.
 */
export function errorIntervals(trials: readonly Trial[], share: number): Interval[] {
  const horizon = trials[0]?.errors.length ?? 0
  let [low, high] = [0, 0]
  return Array.from({ length: horizon }, (_, index) => {
    const interval = quantileInterval(pooledErrors(trials, index), share)
    low = Math.min(low, interval.low)
    high = Math.max(high, interval.high)
    return { low, high }
  })
}

/** The interval of the sum over the whole horizon, from the errors of past sums. */
export function sumInterval(trials: readonly Trial[], share: number): Interval {
  const { low, high } = quantileInterval(
    trials.map(({ sumError }) => sumError),
    share,
  )
  return { low: Math.min(0, low), high: Math.max(0, high) }
}

export interface Coverage {
  /** Months checked. */
  readonly checks: number
  /** How many of them lay inside. */
  readonly inside: number
}

/**
 * How often the interval held, honestly: at each moment it is made only from errors that were already known then, so that
 * no month is judged by an interval that has seen it.
 */
export function coverageOf(trials: readonly Trial[], share: number): Coverage {
  let checks = 0
  let inside = 0
  for (const { origin, errors } of trials) {
    const known = trials.filter((trial) => trial.origin + errors.length <= origin)
    if (known.length < fewestErrors) continue
    const intervals = errorIntervals(known, share)
    for (const [index, error] of errors.entries()) {
      const interval = intervals[index]
      if (interval === undefined) continue
      checks += 1
      if (error >= interval.low && error <= interval.high) inside += 1
    }
  }
  return { checks, inside }
}

function pooledErrors(trials: readonly Trial[], index: number): number[] {
  return trials.flatMap(({ errors }) => errors.slice(Math.max(0, index - 1), index + 2))
}

function quantileInterval(errors: readonly number[], share: number): Interval {
  // A typed array sorts numbers without a comparison function: most of a forecast's time is spent here.
  const sorted = Array.from(Float64Array.from(errors).sort())
  const tail = (1 - share) / 2
  return { low: quantileSorted(sorted, tail), high: quantileSorted(sorted, 1 - tail) }
}

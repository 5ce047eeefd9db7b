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
  return intervalsOf(sortedErrors(trials), share)
}

/** The interval of the sum over the whole horizon, from the errors of past sums. */
export function sumInterval(trials: readonly Trial[], share: number): Interval {
  const { low, high } = quantileInterval(sorted(trials.map(({ sumError }) => sumError)), share)
  return { low: Math.min(0, low), high: Math.max(0, high) }
}

export interface Coverage {
  /** The share that the intervals promise. */
  readonly promised: number
  /** Months checked. */
  readonly checks: number
  /** How many of them lay inside. */
  readonly inside: number
}

/**
 * How often the interval of each share held, honestly: at each moment it is made only from errors that were already known
 * then, so that no month is judged by an interval that has seen it.
 */
export function coverageOf(trials: readonly Trial[], shares: readonly number[]): Coverage[] {
  const inside = shares.map(() => 0)
  let checks = 0
  for (const { origin, errors } of trials) {
    const known = trials.filter((trial) => trial.origin + errors.length <= origin)
    if (known.length < fewestErrors) continue
    const byHorizon = sortedErrors(known)
    checks += errors.length
    for (const [index, share] of shares.entries()) {
      inside[index] = (inside[index] ?? 0) + insideCount(errors, intervalsOf(byHorizon, share))
    }
  }
  return shares.map((promised, index) => ({ promised, checks, inside: inside[index] ?? 0 }))
}

function insideCount(errors: readonly number[], intervals: readonly Interval[]): number {
  return intervals.filter(({ low, high }, index) => {
    const error = errors[index] ?? 0
    return error >= low && error <= high
  }).length
}

/** By horizon, each with those of its neighbours, in ascending order. */
function sortedErrors(trials: readonly Trial[]): number[][] {
  const horizon = trials[0]?.errors.length ?? 0
  return Array.from({ length: horizon }, (_, index) =>
    sorted(trials.flatMap(({ errors }) => errors.slice(Math.max(0, index - 1), index + 2))),
  )
}

function intervalsOf(byHorizon: readonly number[][], share: number): Interval[] {
  let [low, high] = [0, 0]
  return byHorizon.map((errors) => {
    const interval = quantileInterval(errors, share)
    low = Math.min(low, interval.low)
    high = Math.max(high, interval.high)
    return { low, high }
  })
}

/** A typed array sorts numbers without a comparison function: most of a forecast's time is spent here. */
function sorted(errors: readonly number[]): number[] {
  return Array.from(Float64Array.from(errors).sort())
}

function quantileInterval(ascending: number[], share: number): Interval {
  const tail = (1 - share) / 2
  return { low: quantileSorted(ascending, tail), high: quantileSorted(ascending, 1 - tail) }
}

import { errorFunction, medianAbsoluteDeviation, quantile } from 'simple-statistics'
import type { Slope } from './slope.ts'

export interface Confidence {
  /** certainty x steadiness x currency */
  readonly confidence: number
  readonly certainty: number
  readonly steadiness: number
  readonly currency: number
}

export interface TrendFit {
  /** Without season, on the working scale. */
  readonly adjusted: readonly number[]
  readonly slope: Slope
  readonly fitLine: (values: readonly number[]) => Slope
}

const windowMonths = 36
const recentMonths = 12

/**
 * How far a trend can be relied on, 0 to 1: the product of three questions, so that one "no" is enough to doubt it.
 * Is there a slope at all? Was it about the same all the time? Do the latest months still follow it?
 */
export function confidenceOf({ adjusted, slope, fitLine }: TrendFit): Confidence {
  const certainty = certaintyOf(slope)
  const steadiness = steadinessOf(adjusted, slope, fitLine)
  const currency = currencyOf(adjusted, slope)
  return { confidence: certainty * steadiness * currency, certainty, steadiness, currency }
}

function certaintyOf({ perStep, standardError }: Slope): number {
  if (perStep === 0) return 0
  // A perfect line has no error: z is infinite, and beyond 8 nothing changes.
  const z = Math.min(8, Math.abs(perStep) / standardError)
  return errorFunction(z / Math.SQRT2)
}

function steadinessOf(values: readonly number[], slope: Slope, fitLine: TrendFit['fitLine']): number {
  const starts = Array.from({ length: Math.max(1, values.length - windowMonths + 1) }, (_, index) => index)
  const agreeing = starts.filter((start) => {
    const { perStep } = fitLine(values.slice(start, start + windowMonths))
    return isAlike(perStep, slope.perStep)
  })
  return agreeing.length / starts.length
}

/** Within a factor of two. The same sign alone would call a boom, a standstill and a slow climb one trend. */
function isAlike(part: number, whole: number): boolean {
  const ratio = part / whole
  return ratio >= 0.5 && ratio <= 2
}

function currencyOf(values: readonly number[], { start, perStep }: Slope): number {
  const residuals = values.map((value, index) => value - start - perStep * index)
  const before = residuals.slice(0, -recentMonths).map(Math.abs)
  // Ten times the middle deviation of an exact line is rounding, not a band.
  const band = Math.max(quantile(before, 0.95), 1e-9, 1e-9 * medianAbsoluteDeviation([...values]))
  return residuals.slice(-recentMonths).filter((residual) => Math.abs(residual) <= band).length / recentMonths
}

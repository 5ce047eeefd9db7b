import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trial } from '../../../agents/forecast_agent/back-test.ts'
import { coverageOf, errorIntervals, sumInterval } from '../../../agents/forecast_agent/prediction-interval.ts'

/** A fixed sequence that fills 0 to 1 evenly. */
const even = (index: number) => (index * 0.6180339887498949) % 1

/** Each share is judged as if it were alone. */
function coverageAt(trials: readonly Trial[], share: number) {
  const [alone] = coverageOf(trials, [share])
  const [, second] = coverageOf(trials, [0.5, share])
  expect(second).toEqual(alone)
  return alone ?? { checks: 0, inside: 0 }
}

function trialsOf(count: number, error: (trial: number, horizon: number) => number): Trial[] {
  return Array.from({ length: count }, (_, trial) => {
    const errors = [0, 1, 2].map((horizon) => error(trial, horizon))
    return { origin: 36 + trial, errors, sumError: errors[0] ?? 0 }
  })
}

describe('prediction intervals', () => {
  it('leave out a tenth of the errors on either side for 80 %', () => {
    const trials = trialsOf(1_000, (trial) => even(trial) - 0.5)
    const [first] = errorIntervals(trials, 0.8)
    expect(first?.low).toBeCloseTo(-0.4, 2)
    expect(first?.high).toBeCloseTo(0.4, 2)
    expect(sumInterval(trials, 0.8).high).toBeCloseTo(0.4, 2)
  })

  it('contain the forecast and never narrow with the horizon', () => {
    const error = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(error, error, error), { minLength: 1, maxLength: 40 }), (rows) => {
        const intervals = errorIntervals(
          trialsOf(rows.length, (trial, horizon) => rows[trial]?.[horizon] ?? 0),
          0.8,
        )
        for (const [index, { low, high }] of intervals.entries()) {
          expect(low).toBeLessThanOrEqual(0)
          expect(high).toBeGreaterThanOrEqual(0)
          expect(high - low).toBeGreaterThanOrEqual(
            (intervals[index - 1]?.high ?? 0) - (intervals[index - 1]?.low ?? 0),
          )
        }
      }),
    )
  })

  it('hold as often as they promise while the errors stay of one kind', () => {
    const { checks, inside } = coverageAt(
      trialsOf(400, (trial) => even(trial) - 0.5),
      0.8,
    )
    expect(checks).toBeGreaterThan(1_000)
    expect(inside / checks).toBeCloseTo(0.8, 1)
  })

  it('are judged only by errors that were known: a shock is missed, not foreseen', () => {
    const { checks, inside } = coverageAt(
      trialsOf(60, (trial) => (trial < 50 ? even(trial) / 100 : 5)),
      0.95,
    )
    // The first three moments of the shock could not know it.
    expect(checks - inside).toBeGreaterThanOrEqual(9)
  })

  it('are not judged at all by fewer than 24 known errors', () => {
    expect(coverageOf(trialsOf(20, even), [0.8])).toEqual([{ promised: 0.8, checks: 0, inside: 0 }])
  })
})

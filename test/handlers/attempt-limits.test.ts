import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptLimits } from '../../src/handlers/attempt-limits.ts'

describe('the limits of an attempt on Lambda', () => {
  it('are the attempt’s own timeout when the Lambda has time beyond it', () => {
    expect(attemptLimits(60_000, 64_990)).toEqual({ endAfterMs: 60_000, abortAfterMs: 58_000 })
  })

  it('leave 3 s to record the end when the Lambda ends first', () => {
    expect(attemptLimits(900_000, 899_990)).toEqual({ endAfterMs: 896_990, abortAfterMs: 894_990 })
  })

  it('keep a quarter of a short time', () => {
    expect(attemptLimits(60_000, 4_000)).toEqual({ endAfterMs: 3_000, abortAfterMs: 2_700 })
  })

  it('are in order, and within timeout and remaining time, whatever these are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), fc.integer({ min: -1_000, max: 900_000 }), (timeout, rest) => {
        const { abortAfterMs, endAfterMs } = attemptLimits(timeout, rest)
        expect(abortAfterMs).toBeGreaterThanOrEqual(0)
        expect(abortAfterMs).toBeLessThanOrEqual(endAfterMs)
        expect(endAfterMs).toBeLessThanOrEqual(Math.min(timeout, Math.max(0, rest)))
      }),
    )
  })
})

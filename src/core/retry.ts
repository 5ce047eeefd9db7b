/** When a failed attempt is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first included. 1 to 20. */
  readonly maxAttempts: number
  readonly backoff: 'exponential' | 'linear' | 'fixed'
  readonly initialMs: number
  /** Upper bound of one pause. */
  readonly maxMs: number
  readonly jitter: 'full' | 'none'
  /** Error codes that are retried; absent: every failure that does not call itself fatal. */
  readonly on?: readonly string[]
}

export const defaultRetry: RetryPolicy = {
  maxAttempts: 3,
  backoff: 'exponential',
  initialMs: 1_000,
  maxMs: 300_000,
  jitter: 'full',
}

const growth: Record<RetryPolicy['backoff'], (failures: number) => number> = {
  fixed: () => 1,
  linear: (failures) => failures,
  exponential: (failures) => 2 ** (failures - 1),
}

/**
 * The pause before the next attempt, in ms.
 * Full jitter draws it from 0 to the whole backoff, so that many failures do not return in one wave
 * (source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param failures failed attempts so far, from 1
 * @param random a draw from [0, 1)
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const whole = Math.min(policy.maxMs, policy.initialMs * growth[policy.backoff](failures))
  return Math.round(policy.jitter === 'full' ? whole * random : whole)
}

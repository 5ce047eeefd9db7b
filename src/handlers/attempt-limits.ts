/** Both from now, in ms. */
export interface AttemptLimits {
  /** The attempt's signal aborts, so that its code can end by itself: 10 % before the end, at most 2 s. */
  readonly abortAfterMs: number
  /** The attempt is given up. */
  readonly endAfterMs: number
}

/**
 * Kept of the Lambda's own time for recording how the attempt ended, which is two requests of some 10 ms: enough for one
 * of them to be tried again. Of a short time a quarter, so that something is left for the work.
 */
const recordingMs = 3_000

/**
 * The attempt's timeout, cut where the Lambda would end before it.
 * @param remainingMs until Lambda ends the process
 */
export function attemptLimits(timeoutMs: number, remainingMs: number): AttemptLimits {
  const rest = Math.max(0, remainingMs - Math.min(recordingMs, remainingMs / 4))
  const endAfterMs = Math.floor(Math.min(timeoutMs, rest))
  return { endAfterMs, abortAfterMs: Math.floor(endAfterMs - Math.min(2_000, endAfterMs / 10)) }
}

import type { Timers } from '../../ports/timers.ts'

/** Node takes longer delays for 1 ms. */
const longestTimerMs = 2 ** 31 - 1

/** A delay beyond 24.8 days is cut to that: whoever waits so long looks at the clock again when it is over. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longestTimerMs))
    return () => clearTimeout(timer)
  },
}

import type { Clock } from '../src/ports/clock.ts'
import type { Timers } from '../src/ports/timers.ts'
import { builtAt } from './builders.ts'

/** A clock and timers that stand still until the test moves them. */
export interface VirtualTime {
  readonly clock: Clock
  readonly timers: Timers
  /** Timers that have not rung and were not cancelled. */
  readonly armed: number
  /** Rings every timer up to then in order, each at its own instant, and lets what it started settle before the next. */
  advance(ms: number): Promise<void>
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

export function virtualTime(startAt: number = builtAt): VirtualTime {
  let now = startAt
  const waiting = new Set<Timer>()
  const timers: Timers = {
    after(ms, run) {
      const timer = { at: now + Math.max(0, ms), run }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
  }
  return {
    clock: {
      now: () => now,
      sleep: (ms) => new Promise((resolve) => timers.after(ms, resolve)),
    },
    timers,
    get armed() {
      return waiting.size
    },
    async advance(ms) {
      const until = now + ms
      await settled()
      for (let next = earliest(waiting); next !== undefined && next.at <= until; next = earliest(waiting)) {
        now = next.at
        waiting.delete(next)
        next.run()
        await settled()
      }
      now = until
    },
  }
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined
  for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer
  return first
}

/** Everything that waits for promises only has gone on when the event loop comes round. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

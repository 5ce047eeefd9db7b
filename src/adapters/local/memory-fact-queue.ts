import type { Fact } from '../../core/fact.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FactQueue } from '../../ports/fact-queue.ts'
import type { Log } from '../../ports/log.ts'
import type { Timers } from '../../ports/timers.ts'
import { createDelayLine } from './delay-line.ts'
import { createJobLine, type JobFacts } from './job-line.ts'

/**
 * The fact queue of one process.
 *
 * Q1 Facts of one job are handled together and never by two handlers at a time; what arrives meanwhile is the next group.
 * Q2 At most `concurrency` jobs are handled at once, in the order their first fact came.
 * Q3 A fact is given up only after a handler took it without throwing, or when the process or the queue ends.
 * Q4 Waiting costs no timer of its own: one timer serves every delay.
 *
 * It keeps nothing on disk: facts are hints, and the sweeper makes them again at the next start.
 */
export interface MemoryFactQueue extends FactQueue {
  /** Settles when nothing is handled or ready to be. Delayed facts do not count. */
  idle(): Promise<void>
  /** Starts nothing more, forgets what waits, and settles when the running handlers have ended. */
  close(): Promise<void>
}

export interface MemoryFactQueueOptions {
  /** Throwing brings the facts back after a pause that doubles from 100 ms to 30 s with each failure in a row. */
  readonly handle: (jobId: string, facts: readonly Fact[]) => Promise<void>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Jobs at once; 64 by default, so that their saves share a commit. */
  readonly concurrency?: number
}

const firstPauseMs = 100
const longestPauseMs = 30_000

export function createMemoryFactQueue(options: MemoryFactQueueOptions): MemoryFactQueue {
  const { clock, timers, concurrency = 64 } = options
  const line = createJobLine()
  const handle = createPatientHandler(options)
  let closed = false
  let running = 0
  let pumping = false
  const resting: (() => void)[] = []

  const accept = (facts: readonly Fact[]): void => {
    if (closed) return
    for (const fact of facts) line.add(fact)
    if (pumping) return
    pumping = true
    // Not at once: what else this turn of the event loop brings joins its job's group.
    setImmediate(pump)
  }
  const delayed = createDelayLine<readonly Fact[]>({ clock, timers, due: (items) => accept(items.flat()) })
  const pump = (): void => {
    pumping = false
    for (let next = free(); next !== undefined; next = free()) void work(next)
    if (running > 0) return
    for (const rested of resting.splice(0)) rested()
  }
  const free = (): JobFacts | undefined => (running < concurrency ? line.next() : undefined)
  const work = async (group: JobFacts): Promise<void> => {
    running++
    const pauseMs = await handle(group)
    running--
    line.done(group.jobId)
    if (pauseMs > 0 && !closed) delayed.add(group.facts, clock.now() + pauseMs)
    pump()
  }
  const idle = async (): Promise<void> => {
    if (running === 0 && !pumping) return
    await new Promise<void>((resolve) => resting.push(resolve))
  }
  return {
    async send(facts, delayMs = 0) {
      if (closed) return
      if (delayMs > 0) delayed.add([...facts], clock.now() + delayMs)
      else accept(facts)
    },
    backlog: async () => line.length,
    idle,
    async close() {
      closed = true
      delayed.clear()
      line.clear()
      await idle()
    },
  }
}

/** Answers the pause before the same facts are tried again, in ms; 0 when they were handled. Never throws. */
function createPatientHandler({ handle, log }: MemoryFactQueueOptions): (group: JobFacts) => Promise<number> {
  const failures = new Map<string, number>()
  return async ({ jobId, facts }) => {
    try {
      await handle(jobId, facts)
      failures.delete(jobId)
      return 0
    } catch (error) {
      const count = (failures.get(jobId) ?? 0) + 1
      failures.set(jobId, count)
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1))
      log('warn', 'Facts were not handled and come back', {
        jobId,
        facts: facts.length,
        failures: count,
        pauseMs,
        error,
      })
      return pauseMs
    }
  }
}

import { Fault } from '../../core/fault.ts'
import type { AttemptKey } from '../../core/result.ts'
import type { AgentInvoker, AttemptCall } from '../../ports/agent-invoker.ts'
import { AttemptLanes } from './attempt-lanes.ts'

export interface LocalInvokerOptions {
  /**
   * Carries out one attempt: claim, run, record. Not expected to reject; if it does, `failed` hears of it.
   * @param leave says that the author's code has ended: the next attempt may run while this one's result is recorded
   */
  run(call: AttemptCall, signal: AbortSignal, leave: () => void): Promise<void>
  failed(call: AttemptCall, error: unknown): void
  /** Attempts whose code runs at once, over all agents. At least 1. */
  readonly maxRunning: number
  /** The most attempts of this agent at once; undefined: no limit of its own. */
  concurrencyOf(agent: string): number | undefined
}

export interface LocalInvoker extends AgentInvoker {
  /** Settles when nothing runs or waits. */
  idle(): Promise<void>
  /** Forgets what waits, aborts what runs, and settles when that ended, or after `waitMs` (5 s by default). */
  close(waitMs?: number): Promise<void>
  counts(): { readonly running: number; readonly queued: number }
}

/**
 * The laptop's invoker: attempts wait in this process and run in it.
 *
 * 1. The code of at most `maxRunning` attempts runs at once, and of an agent at most its own limit.
 * 2. Order: priority, then as they came. An agent at its limit holds up nobody behind it.
 * 3. An attempt that waits or runs already is not taken twice.
 * 4. Who works is a set, never a counter: a slot is free again when its attempt left it, and at the latest when its run
 *    settled, however it did.
 *
 * It keeps nothing: what waited is started again by the planner when the process comes back.
 */
export function createLocalInvoker(options: LocalInvokerOptions): LocalInvoker {
  const queued = new AttemptLanes()
  /** Until they have settled. */
  const running = new Map<string, AbortController>()
  /** Those of them that hold a slot, with their agent. */
  const working = new Map<string, string>()
  const idleWaiters: (() => void)[] = []
  let closed = false

  const isFree = (agent: string): boolean => {
    const limit = options.concurrencyOf(agent)
    if (limit === undefined) return true
    return (
      working
        .values()
        .filter((one) => one === agent)
        .take(limit)
        .toArray().length < limit
    )
  }

  const startNext = (): void => {
    while (!closed && working.size < options.maxRunning) {
      const next = queued.takeFirst(isFree)
      if (next === undefined) break
      start(next.key, next.call)
    }
    if (running.size + queued.size === 0) for (const settle of idleWaiters.splice(0)) settle()
  }

  const start = (key: string, call: AttemptCall): void => {
    const controller = new AbortController()
    running.set(key, controller)
    working.set(key, call.agent)
    const leave = (): void => {
      if (working.delete(key)) startNext()
    }
    // In a later turn: `invoke` answers before its attempt begins.
    void Promise.resolve()
      .then(() => options.run(call, controller.signal, leave))
      .catch((error: unknown) => options.failed(call, error))
      .finally(() => {
        running.delete(key)
        working.delete(key)
        startNext()
      })
  }

  return {
    async invoke(call) {
      if (closed) throw new Fault('STEP_INTERRUPTED', {}, { retryable: true })
      const key = keyOf(call)
      if (running.has(key) || queued.has(key)) return
      queued.add(key, call)
      startNext()
    },
    async abort(attempt) {
      const key = keyOf(attempt)
      running.get(key)?.abort(new Fault('STEP_CANCELLED'))
      if (queued.remove(key, attempt.agent)) startNext()
    },
    async idle() {
      if (running.size + queued.size > 0) await new Promise<void>((settle) => idleWaiters.push(settle))
    },
    async close(waitMs = 5_000) {
      closed = true
      queued.clear()
      for (const controller of running.values()) {
        controller.abort(new Fault('STEP_INTERRUPTED', {}, { retryable: true }))
      }
      await atMost(waitMs, this.idle())
    },
    counts: () => ({ running: running.size, queued: queued.size }),
  }
}

function keyOf({ jobId, stepId, epoch, attempt }: AttemptKey): string {
  return `${jobId}/${stepId}/${epoch}/${attempt}`
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const handle = setTimeout(timer.resolve, ms)
  await Promise.race([work, timer.promise])
  clearTimeout(handle)
}

import { setTimeout as sleepFor } from 'node:timers/promises'
import { Fault } from '../../core/fault.ts'

export interface Patience {
  readonly signal: AbortSignal
  /** Nobody answers and the request is repeated after `pauseMs`; undefined: it was answered at last. */
  onSilence(silence: Silence | undefined): void
  /** Default: 5 minutes. */
  readonly patienceMs?: number
  /** Default: a timer. Rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

export interface Silence {
  readonly message: string
  readonly pauseMs: number
}

const firstPauseMs = 250
const longestPauseMs = 5_000

/** Repeats a request with growing pauses until it is answered. Throws what repeating cannot help, at once. */
export async function askPatiently<Answer>(patience: Patience, request: () => Promise<Answer>): Promise<Answer> {
  const { signal, onSilence, patienceMs = 300_000, sleep = defaultSleep } = patience
  let waitedMs = 0
  let pauseMs = firstPauseMs
  for (;;) {
    try {
      const answer = await request()
      if (waitedMs > 0) onSilence(undefined)
      return answer
    } catch (thrown) {
      const isWorthIt = thrown instanceof Fault && thrown.retryable && waitedMs < patienceMs
      if (!isWorthIt) throw thrown
      onSilence({ message: thrown.message, pauseMs })
    }
    await sleep(pauseMs, signal)
    waitedMs += pauseMs
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
  }
}

async function defaultSleep(ms: number, signal: AbortSignal): Promise<void> {
  await sleepFor(ms, undefined, { signal })
}

import type { EnginePorts } from '../engine/engine-ports.ts'
import { sweep } from '../engine/sweep.ts'
import type { Timers } from '../ports/timers.ts'

const sweepEveryMs = 1_000

/** Sweeps every second, one sweep at a time, until the answer is called. A sweep that fails is logged; the next one comes. */
export function sweepRegularly(ports: EnginePorts, timers: Timers): () => void {
  const stopped = new AbortController()
  const again = (): void => {
    if (!stopped.signal.aborted) cancel = timers.after(sweepEveryMs, () => void once())
  }
  const once = async (): Promise<void> => {
    try {
      await sweep(ports)
    } catch (error) {
      ports.log('error', `sweep failed: ${error}`)
    }
    again()
  }
  let cancel = (): void => {}
  again()
  return () => {
    stopped.abort()
    cancel()
  }
}

import { Fault } from '../core/fault.ts'
import { sweep } from '../engine/sweep.ts'
import type { Log } from '../ports/log.ts'
import type { Timers } from '../ports/timers.ts'

type SweepPorts = Parameters<typeof sweep>[0] & { readonly log: Log; readonly timers: Timers }

/** Left for the line in the log: a sweep that Lambda ends tells nobody what it waited for. */
const reserveMs = 1_000

/**
 * One sweep. Throws `STORE_UNAVAILABLE` when it does not end within the time that remains; the next one, a minute later,
 * finds what it left.
 * @param remainingMs until Lambda ends the process
 */
export async function sweepInTime(ports: SweepPorts, remainingMs: number): Promise<{ readonly woken: number }> {
  const limitMs = Math.max(0, remainingMs - reserveMs)
  const tooLong = Promise.withResolvers<never>()
  const cancel = ports.timers.after(limitMs, () => {
    const args = { operation: 'a sweep', problem: `it took longer than ${limitMs} ms` }
    tooLong.reject(new Fault('STORE_UNAVAILABLE', args, { retryable: true }))
  })
  try {
    const woken = await Promise.race([sweep(ports), tooLong.promise])
    ports.log('info', 'sweep', { woken })
    return { woken }
  } finally {
    cancel()
  }
}

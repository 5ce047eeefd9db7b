import { setFlagsFromString } from 'node:v8'

let done = false

/**
 * Makes every loop of JavaScript in this process one that `terminate()` and the memory limit can end.
 *
 * V8 takes the interrupt check out of loops that it believes to be short, as part of unrolling them. In Node 24.21 that
 * also hits `for (;;) list.push(new Array(1_000).fill(x))`: such a thread ran on after `terminate()` and grew far
 * beyond its memory limit. The flag belongs to the process and must be set before the agent's code is compiled; it
 * costs an optimisation of small loops.
 */
export function keepLoopsInterruptible(): void {
  if (done) return
  done = true
  setFlagsFromString('--no-turboshaft-loop-unrolling')
}

import type { AgentThread } from './agent-thread.ts'

/** How long an attempt waits for a thread of its agent before another one is started. */
export interface Patience {
  /** For one that is still importing the code. */
  readonly loadMs: number
  /** For one at work. Absent: as long as that one took to start, so that waiting in vain costs at most as much again. */
  readonly workMs?: number
}

export const usualPatience: Patience = { loadMs: 1_000 }

/**
 * Whether the thread, which is at work or loads, may be free soon enough.
 * @param since when the attempt came, by `performance.now`
 */
export function isWorthWaiting(thread: AgentThread, since: number, { loadMs, workMs }: Patience): boolean {
  const { loaded, isQuick, retired, isGone } = thread
  if (retired || isGone) return false
  const now = performance.now()
  if (isQuick || loaded === undefined) return now - since < loadMs
  return now - Math.max(since, loaded.at) < (workMs ?? loaded.tookMs)
}

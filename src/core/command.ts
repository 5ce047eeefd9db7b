import type { AttemptKey } from './result.ts'

/** What the planner wants done after its save; carrying one out twice is harmless. */
export type Command =
  | (AttemptKey & { readonly kind: 'startStep'; readonly token: string; readonly timeoutMs: number })
  | (AttemptKey & { readonly kind: 'abortStep' })
  /** Send a `wake` at that instant (epoch ms). */
  | { readonly kind: 'wakeJob'; readonly jobId: string; readonly at: number }

/** What may happen to a call, and how often it did. */
export const fates = ['refused', 'doneButFailed', 'failedThenDone', 'slow', 'killedBefore', 'killedAfter'] as const

/**
 * | fate | the call | its caller |
 * |---|---|---|
 * | done | takes effect | is answered |
 * | refused | has no effect | is told that it failed |
 * | doneButFailed | takes effect | is told that it failed |
 * | failedThenDone | takes effect later | is told at once that it failed |
 * | slow | takes effect | is answered later |
 * | killedBefore | has no effect | dies |
 * | killedAfter | takes effect | dies |
 */
export type Fate = 'done' | (typeof fates)[number]

export interface Accidents {
  /** By call (`saveJob`, `send`, `invoke`, `put` ...), then by fate, `done` included. */
  readonly calls: Readonly<Record<string, Readonly<Record<Fate, number>>>>
  readonly messages: { readonly sent: number; readonly lost: number; readonly doubled: number; readonly late: number }
  readonly starts: { readonly sent: number; readonly lost: number; readonly doubled: number }
  /** Processes that stood still for minutes and then went on with what they knew. */
  readonly frozen: number
  /** Results that somebody wrote without the token of the attempt. */
  readonly forged: number
}

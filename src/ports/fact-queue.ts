import type { Fact } from '../core/fact.ts'

/** Carries hints to the planner. At least once, in any order, possibly late; losing one costs time, never a job. */
export interface FactQueue {
  /**
   * Settles when the queue has the facts. Throws the fault `QUEUE_UNAVAILABLE` (retryable).
   * @param delayMs not before; 0 by default. What a queue cannot hold so long is left to the job's `wakeAt`.
   */
  send(facts: readonly Fact[], delayMs?: number): Promise<void>
  /** Facts that are due and not yet handled, about. The sweeper adds nothing to a long line. */
  backlog(): Promise<number>
}

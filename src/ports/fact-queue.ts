import type { Fact } from '../core/fact.ts'

/** Carries hints to the planner. At least once, in any order, possibly late; losing one costs time, never a job. */
export interface FactQueue {
  /** @param delayMs not before; 0 by default. An adapter may deliver earlier than asked, never forget. */
  send(facts: readonly Fact[], delayMs?: number): Promise<void>
}

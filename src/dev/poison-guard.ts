import type { Fact } from '../core/fact.ts'
import { Fault } from '../core/fault.ts'

export interface PoisonGuardOptions {
  advance(jobId: string, facts: readonly Fact[]): Promise<void>
  /** Ends the job with the reason. */
  fail(jobId: string, reason: unknown): Promise<void>
}

/** An error of unknown kind may pass (too many open files); one that comes so often in a row does not. */
const patience = 5

/**
 * The handler of the fact queue: what can get better is thrown, so that the facts come back; a job that cannot be planned
 * is failed with the reason, and if even that cannot be saved, left alone until the next start.
 */
export function guardPoison({
  advance,
  fail,
}: PoisonGuardOptions): (jobId: string, facts: readonly Fact[]) => Promise<void> {
  const failures = new Map<string, number>()
  const givenUp = new Set<string>()
  const isHopeless = (jobId: string, error: unknown): boolean => {
    if (error instanceof Fault) return !error.retryable
    const count = (failures.get(jobId) ?? 0) + 1
    failures.set(jobId, count)
    return count >= patience
  }
  return async (jobId, facts) => {
    if (givenUp.has(jobId)) return
    try {
      await advance(jobId, facts)
      failures.delete(jobId)
    } catch (error) {
      if (!isHopeless(jobId, error)) throw error
      failures.delete(jobId)
      await fail(jobId, error).catch(() => givenUp.add(jobId))
    }
  }
}

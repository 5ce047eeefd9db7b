import type { StepCrashed } from '../core/fact.ts'
import type { AttemptResult } from '../core/result.ts'
import type { FactQueue } from '../ports/fact-queue.ts'
import type { JobStore } from '../ports/job-store.ts'

export interface Recovered {
  readonly jobs: number
  readonly attempts: number
}

/** Far more than a laptop holds; the store answers with ids only. */
const everyJob = 10_000_000

/**
 * What a start does for the jobs of the process before: every job that has not ended is looked at, and every attempt
 * that was running is reported as interrupted. Facts live in memory, so this is what makes a kill -9 harmless.
 */
export async function recover(
  store: JobStore & { listRunningResults(): Promise<AttemptResult[]> },
  queue: FactQueue,
): Promise<Recovered> {
  const interrupted = await store.listRunningResults()
  const unfinished = await store.listDueJobs(Number.MAX_SAFE_INTEGER, everyJob)
  const open = new Set(unfinished)
  const crashes = interrupted.filter(({ jobId }) => open.has(jobId)).map(crashOf)
  await queue.send([...crashes, ...unfinished.map((jobId) => ({ kind: 'wake' as const, jobId }))])
  return { jobs: unfinished.length, attempts: crashes.length }
}

function crashOf({ jobId, stepId, epoch, attempt }: AttemptResult): StepCrashed {
  return { kind: 'step.crashed', jobId, stepId, epoch, attempt, reason: 'interrupted' }
}

export const jobStatuses = ['pending', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const
export const stepStatuses = [...jobStatuses, 'skipped'] as const

export type JobStatus = (typeof jobStatuses)[number]
/** A job's six and `skipped`, which always comes with a cause. */
export type StepStatus = (typeof stepStatuses)[number]

/** Whether nothing will change any more (within the epoch, for a job). */
export function isTerminal(status: StepStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled' || status === 'skipped'
}

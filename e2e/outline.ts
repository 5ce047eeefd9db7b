import type { Job, Step } from '../src/api/contract.ts'

/**
 * What became of a job, in a line that two runs have in common: no ids, no instants.
 * `failed STEP_FAILED: broken failed STEP_FAILED at attempt 3, echo skipped`
 */
export function outline({ status, error, steps }: Job): string {
  const ended = error === undefined ? status : `${status} ${error.code}`
  return `${ended}: ${steps.map(stepOutline).join(', ')}`
}

function stepOutline({ stepId, status, attempt, error, fellBackFrom }: Step): string {
  const code = status === 'failed' && error !== undefined ? ` ${error.code}` : ''
  const attempts = attempt > 1 ? ` at attempt ${attempt}` : ''
  const by = fellBackFrom === undefined ? '' : ` instead of ${fellBackFrom}`
  return `${stepId} ${status}${code}${attempts}${by}`
}

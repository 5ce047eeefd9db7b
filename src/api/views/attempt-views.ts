import type { Job } from '../../core/job.ts'
import type { AttemptResult } from '../../core/result.ts'
import type { Step, StepError } from '../../core/step.ts'
import type * as wire from '../contract.ts'
import { instantText } from './instant-text.ts'

/**
 * Every attempt at a step, of every epoch, oldest first.
 * @param results the job's attempts, oldest first
 */
export function attemptViews(job: Job, step: Step, results: readonly AttemptResult[]): wire.Attempt[] {
  const own = results.filter((result) => result.stepId === step.stepId)
  const views = own.map((result) => attemptView(job, step, result))
  const last = lastFailedAttempt(step)
  const recorded = own.some((result) => result.epoch === job.epoch && result.attempt === last)
  if (step.error === undefined || last < 1 || recorded) return views
  // It ended before an agent claimed it: its input could not be made, or its process crashed at once.
  const handedOver = step.fellBackFrom !== undefined && step.failures === 0
  const agent = (handedOver ? step.fellBackFrom : step.agent) ?? step.template
  return [...views, { epoch: job.epoch, attempt: last, agent, status: 'failed', error: step.error }]
}

function attemptView(job: Job, step: Step, result: AttemptResult): wire.Attempt {
  const { epoch, attempt, agent, startedAt, finishedAt, output } = result
  const lost = result.status === 'running' && !isPresent(job, step, result)
  return {
    epoch,
    attempt,
    agent,
    status: lost ? 'failed' : result.status,
    startedAt: instantText(startedAt),
    finishedAt: instantText(finishedAt),
    executionTimeMs: finishedAt === undefined ? undefined : finishedAt - startedAt,
    outputBytes: output?.bytes,
    cost: result.usage,
    error: lost ? errorOfLost(job, step, result) : result.error,
  }
}

/** The attempt that the step waits for now. */
function isPresent(job: Job, step: Step, result: AttemptResult): boolean {
  return step.status === 'running' && result.epoch === job.epoch && result.attempt === step.attempt
}

/** An attempt that can record nothing any more: the step knows why if it was the newest to fail. */
function errorOfLost(job: Job, step: Step, result: AttemptResult): StepError {
  const newest = result.epoch === job.epoch && result.attempt === lastFailedAttempt(step)
  if (newest && step.error !== undefined) return step.error
  if (step.status === 'cancelled' && result.attempt === step.attempt)
    return { code: 'STEP_CANCELLED', message: 'Attempt was stopped with its job' }
  return { code: 'STEP_LEASE_EXPIRED', message: 'Attempt was given up before it recorded a result' }
}

/** The attempt that `step.error` tells of. */
function lastFailedAttempt(step: Step): number {
  return step.status === 'running' || step.status === 'cancelled' ? step.attempt - 1 : step.attempt
}

/** Everything that stops a job before its plan is done: cancel, the deadline, a failure that is not tolerated. */
import { formatDurationMs } from '../core/duration.ts'
import { messageOf } from '../core/errors/catalogue.ts'
import { isTerminal } from '../core/status.ts'
import type { Step, StepCause } from '../core/step.ts'
import { changeJob, type Draft, isOpen, putStep } from './draft.ts'
import { skipStep } from './start-steps.ts'

/** Ends the job at once if it was cancelled; what is running is told to stop, and its results no longer count. */
export function stopIfCancelled(draft: Draft): void {
  if (draft.job.cancelRequestedAt === undefined) return
  stopEverything(draft, { kind: 'jobCancelled' })
  changeJob(draft, { status: 'cancelled', finishedAt: draft.known.now })
}

/** Fails the job at once when its deadline has passed. */
export function stopIfOverdue(draft: Draft): void {
  const { deadlineAt, deadlineMs } = draft.job
  if (isTerminal(draft.job.status) || deadlineAt === undefined || deadlineAt > draft.known.now) return
  const message = messageOf('JOB_DEADLINE_EXCEEDED', { deadline: formatDurationMs(deadlineMs ?? 0) })
  const error = draft.job.error ?? { code: 'JOB_DEADLINE_EXCEEDED', message }
  stopEverything(draft, { kind: 'jobFailed', code: error.code })
  changeJob(draft, { error, status: 'failed', finishedAt: draft.known.now })
}

/** Skips what has not begun in a job that has failed; running attempts may finish. */
export function skipAfterError(draft: Draft): void {
  const { error } = draft.job
  if (error === undefined) return
  const cause: StepCause = {
    kind: 'jobFailed',
    code: error.code,
    ...(error.stepId === undefined ? {} : { stepId: error.stepId }),
  }
  for (const step of draft.steps) {
    if (step.status === 'pending' || step.status === 'waiting') skipStep(draft, step, cause)
  }
}

function stopEverything(draft: Draft, cause: StepCause): void {
  for (const step of draft.steps) {
    if (!isOpen(step)) continue
    if (step.status === 'running') stopRunning(draft, step, cause)
    else skipStep(draft, step, cause)
  }
}

function stopRunning(draft: Draft, step: Step, cause: StepCause): void {
  const { leaseUntil: _lease, token: _token, ...kept } = step
  putStep(draft, { ...kept, status: 'cancelled', cause, finishedAt: draft.known.now })
  const { jobId, epoch } = draft.job
  const agent = step.agent ?? step.template
  draft.commands.push({ kind: 'abortStep', jobId, stepId: step.stepId, epoch, attempt: step.attempt, agent })
}

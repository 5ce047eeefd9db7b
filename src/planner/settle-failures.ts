/** What a failed attempt means: another attempt, another agent, a job that goes on without it, or the job's failure. */
import type { AgentDefinition, OnError } from '../core/definition.ts'
import { backoffMs, defaultRetry, type RetryPolicy } from '../core/retry.ts'
import type { Step, StepError } from '../core/step.ts'
import { changeJob, type Draft, putStep, templateOf } from './draft.ts'
import { agentOf } from './result-names.ts'

/** Applies each failed step's policy. Once the job has an error, nothing is tried again (P8). */
export function settleFailures(draft: Draft): void {
  for (const step of draft.steps) {
    if (draft.job.error !== undefined) return
    if (step.status === 'failed' && step.tolerated === undefined) settle(draft, step, step.error ?? unknownError)
  }
}

const unknownError: StepError = { code: 'STEP_FAILED', message: 'The step failed and left no error' }

function settle(draft: Draft, step: Step, error: StepError): void {
  const { retry, onError } = policyOf(draft, step)
  if (isRetried(retry, step, error)) {
    const { finishedAt: _ended, ...again } = step
    const dueAt = draft.known.now + backoffMs(retry, step.failures, draft.known.random())
    putStep(draft, { ...again, status: 'pending', dueAt })
    draft.commands.push({ kind: 'wakeJob', jobId: draft.job.jobId, at: dueAt })
    return
  }
  switch (onError.kind) {
    case 'continue':
      return putStep(draft, { ...step, tolerated: true })
    case 'fallback':
      return putStep(draft, handedOver(step, onError.agent))
    case 'fail': {
      const message = `Step ${step.stepId} failed: ${error.message}`
      return changeJob(draft, { error: { code: error.code, message, stepId: step.stepId } })
    }
  }
}

interface FailurePolicy {
  readonly retry: RetryPolicy
  readonly onError: OnError
}

/** The step's own words win over its agent's; after a fallback only the fallback agent's count. */
function policyOf(draft: Draft, step: Step): FailurePolicy {
  const agent: AgentDefinition | undefined =
    step.agent === undefined ? undefined : agentOf(draft.definition, step.agent)
  const own = step.fellBackFrom === undefined ? templateOf(draft.workflow, draft.rules, step) : undefined
  return {
    retry: own?.retry ?? agent?.retry ?? defaultRetry,
    onError: own?.onError ?? agent?.onError ?? { kind: 'fail' },
  }
}

function isRetried(policy: RetryPolicy, step: Step, error: StepError): boolean {
  if (error.retryable === false || step.failures >= policy.maxAttempts) return false
  return error.retryable === true || policy.on === undefined || policy.on.includes(error.code)
}

function handedOver(step: Step, agent: string): Step {
  const { finishedAt: _ended, dueAt: _due, ...kept } = step
  const from = step.agent ?? step.template
  return { ...kept, status: 'pending', agent, fellBackFrom: from, failures: 0, crashes: 0 }
}

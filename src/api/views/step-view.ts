import type { Definition } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import type { Step } from '../../core/step.ts'
import { attemptKey } from '../../engine/gather-evidence.ts'
import { needsOf } from '../../engine/step-input.ts'
import { reasonOfCause } from '../../planner/explain.ts'
import type { ApiHost } from '../api-host.ts'
import type * as wire from '../contract.ts'
import { instantText } from './instant-text.ts'

/** A step without its output. @param definition undefined when it is lost */
export function stepView(
  host: Pick<ApiHost, 'progressOf'>,
  { job, definition }: { job: Job; definition: Definition | undefined },
  step: Step,
): wire.Step {
  const { stepId, agent, kind, status, attempt, startedAt, finishedAt, fellBackFrom, tolerated, error, cause } = step
  return {
    stepId,
    agent,
    rule: definition?.workflows[job.workflow]?.rules[step.rule]?.name ?? '',
    kind,
    status,
    attempt,
    needs: needsOf(job.steps, step).map((other) => other.stepId),
    startedAt: instantText(startedAt),
    finishedAt: instantText(finishedAt),
    dueAt: instantText(step.dueAt),
    executionTimeMs: startedAt === undefined || finishedAt === undefined ? undefined : finishedAt - startedAt,
    fellBackFrom,
    tolerated,
    error,
    cause: cause === undefined ? undefined : { kind: cause.kind, reason: reasonOfCause(cause) },
    progress: progressView(host, job, step),
    outputBytes: step.result?.bytes,
    cost: step.usage,
  }
}

function progressView(host: Pick<ApiHost, 'progressOf'>, job: Job, step: Step): wire.Step['progress'] {
  if (step.status !== 'running' || step.kind !== 'agent') return undefined
  const said = host.progressOf?.(attemptKey(job, step))
  return said === undefined ? undefined : { ...said, at: instantText(said.at) }
}

import type { Definition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import type { Job, RuleDecision } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import { sumUsage } from '../../core/model-usage.ts'
import type { StepStatus } from '../../core/status.ts'
import type { Step } from '../../core/step.ts'
import { definitionOf } from '../../engine/definitions.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import { finalSteps, loadOutputs } from '../../engine/outputs.ts'
import { loadPayload } from '../../engine/payloads.ts'
import { reasonOfVerdict } from '../../planner/explain.ts'
import type { ListedJob } from '../../ports/job-store.ts'
import type { ApiHost } from '../api-host.ts'
import type * as wire from '../contract.ts'
import { instantText } from './instant-text.ts'
import { stepView } from './step-view.ts'

type Stores = Pick<EnginePorts, 'store' | 'blobs'>
type ViewHost = Pick<ApiHost, 'ports' | 'progressOf'>

/** With its result once it is completed. @param withResults also the outputs of completed steps */
export async function jobView(host: ViewHost, job: Job, withResults = false): Promise<wire.Job> {
  const { ports } = host
  const definition = await definitionIfKept(ports, job)
  const outputs = await loadOutputs(ports, job, stepsToLoad(job, withResults))
  return {
    ...common(job),
    input: await loadPayload(ports.blobs, job.input),
    plan: planView(job, definition),
    steps: job.steps.map((step) => ({
      ...stepView(host, { job, definition }, step),
      output: withResults ? outputs.get(step.stepId) : undefined,
    })),
    result: resultOf(job, outputs),
  }
}

export function jobSummaryView(job: ListedJob): wire.JobSummary {
  const stepCounts: Partial<Record<StepStatus, number>> = {}
  for (const { status } of job.steps) stepCounts[status] = (stepCounts[status] ?? 0) + 1
  return { ...common(job), stepCounts }
}

/** Undefined when it is lost: such a job has failed for that, and can still be looked at. */
export async function definitionIfKept(ports: Stores, job: Job): Promise<Definition | undefined> {
  try {
    return await definitionOf(ports.store, job)
  } catch (error) {
    if (error instanceof Fault && error.code === 'DEFINITION_MISSING') return undefined
    throw error
  }
}

function common(job: ListedJob): Omit<wire.JobSummary, 'stepCounts'> {
  const { jobId, workflow, status, version, epoch, labels, priority, rerunOf, definitionHash, error } = job
  return {
    jobId,
    workflow,
    status,
    createdAt: instantText(job.createdAt),
    updatedAt: instantText(job.updatedAt),
    startAt: instantText(job.startAt),
    startedAt: instantText(job.startedAt),
    finishedAt: instantText(job.finishedAt),
    deadlineAt: instantText(job.deadlineAt),
    pausedAt: instantText(job.pausedAt),
    cancelRequestedAt: instantText(job.cancelRequestedAt),
    version,
    epoch,
    labels: { ...labels },
    priority,
    rerunOf,
    definition: definitionHash,
    error,
    cost: sumUsage([...job.steps, ...job.earlierEpochs]),
  }
}

function planView(job: Job, definition: Definition | undefined): wire.Job['plan'] {
  const rules = definition?.workflows[job.workflow]?.rules ?? []
  const decisions = rules.map((_rule, index): RuleDecision => job.rules[index] ?? { verdict: null })
  return {
    rules: rules.map((rule, index) => {
      const decision = decisions[index] ?? { verdict: null }
      const reason = reasonOfVerdict(rule, decision)
      return { name: rule.name, condition: rule.condition, verdict: decision.verdict, reason }
    }),
    complete: definition !== undefined && decisions.every((decision) => decision.verdict !== null && decision.planned),
  }
}

function stepsToLoad(job: Job, withResults: boolean): Step[] {
  if (withResults) return job.steps.filter((step) => step.status === 'completed' && step.kind === 'agent')
  return job.status === 'completed' ? finalSteps(job) : []
}

function resultOf(job: Job, outputs: ReadonlyMap<string, JsonValue>): unknown {
  if (job.status !== 'completed') return undefined
  const ends = finalSteps(job)
  const [only] = ends
  if (ends.length === 1 && only !== undefined) return outputs.get(only.stepId)
  return ends.length === 0 ? undefined : Object.fromEntries(ends.map(({ stepId }) => [stepId, outputs.get(stepId)]))
}

import type { Job } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import type { AttemptKey } from '../core/result.ts'
import type { Step } from '../core/step.ts'
import type { EnginePorts } from './engine-ports.ts'
import { loadPayload } from './payloads.ts'

/** The outputs of completed steps, by step id. A step without a result (a wait) has the output null. */
export async function loadOutputs(
  ports: Pick<EnginePorts, 'store' | 'blobs'>,
  job: Job,
  steps: readonly Step[],
): Promise<Map<string, JsonValue>> {
  const keys = steps.map((step) => resultKey(job, step))
  const found = await ports.store.loadResults(keys.filter((key) => key !== undefined))
  const byStep = new Map(found.map((result) => [result?.stepId, result]))
  const outputs = await Promise.all(
    steps.map(async (step): Promise<[string, JsonValue]> => {
      const output = byStep.get(step.stepId)?.output
      return [step.stepId, output === undefined ? null : await loadPayload(ports.blobs, output)]
    }),
  )
  return new Map(outputs)
}

/** The attempt that completed the step. */
function resultKey(job: Job, step: Step): AttemptKey | undefined {
  if (step.result === undefined) return undefined
  const { agent, epoch, attempt } = step.result
  return { jobId: job.jobId, stepId: step.stepId, agent, epoch, attempt }
}

/**
 * Steps whose outputs are the job's result: the completed ones that no other completed step came after.
 * One: the job's result is its output; several: a map by step id.
 */
export function finalSteps(job: Job): Step[] {
  const completed = job.steps.filter((step) => step.status === 'completed' && step.kind === 'agent')
  const lastRule = Math.max(...completed.map((step) => step.rule))
  const before = stepsBefore(job, completed)
  return completed.filter((step) => step.rule === lastRule && !before.has(step.stepId))
}

/** Ids of all steps that these come after, also through waits and through steps that were skipped. */
function stepsBefore(job: Job, steps: readonly Step[]): ReadonlySet<string> {
  const needsOf = new Map(job.steps.map((step) => [step.stepId, step.needs]))
  // A set takes in what is added while it is walked.
  const before = new Set(steps.flatMap((step) => step.needs))
  for (const stepId of before) for (const need of needsOf.get(stepId) ?? []) before.add(need)
  return before
}

import type { Definition, OnError, StepTemplate } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import { agentOf } from '../../planner/result-names.ts'

/** Every agent that may have attempted a step of the job, in whatever epoch: those of its rules and their fallbacks. */
export function jobAgents(definition: Definition | undefined, job: Job): string[] {
  const rules = definition?.workflows[job.workflow]?.rules ?? []
  const found = new Set([
    ...job.steps.flatMap((step) => [step.agent ?? [], step.fellBackFrom ?? []].flat()),
    ...rules.flatMap((rule) => [...rule.whenTrue, ...rule.whenFalse]).flatMap(agentsOf),
  ])
  if (definition === undefined) return [...found]
  // A set grows while it is read: fallbacks of fallbacks are found too.
  for (const name of found) for (const next of fallbackOf(agentOf(definition, name)?.onError)) found.add(next)
  return [...found]
}

function agentsOf(template: StepTemplate): string[] {
  return template.work.kind === 'agent' ? [template.work.agent, ...fallbackOf(template.onError)] : []
}

function fallbackOf(onError: OnError | undefined): string[] {
  return onError?.kind === 'fallback' ? [onError.agent] : []
}

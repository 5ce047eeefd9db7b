import type { AgentDefinition, Definition } from '../core/definition.ts'
import type { Step } from '../core/step.ts'

/**
 * The step that `results.<name>` stands for: of all completed steps that answer to the name, the one that finished last.
 * A step answers to its id, to the name its rule gave it, to its agent (also the one it fell back from), and to that
 * agent's `outputs.database_field`.
 */
export function stepNamed(name: string, steps: Iterable<Step>, definition: Definition): Step | undefined {
  let newest: Step | undefined
  for (const step of steps) {
    if (step.status !== 'completed' || !answersTo(step, name, definition)) continue
    if (newest === undefined || (step.finishedAt ?? 0) >= (newest.finishedAt ?? 0)) newest = step
  }
  return newest
}

/** Every name under which the step's output may be read. */
export function namesOf(step: Step, definition: Definition): string[] {
  const agents = [step.agent, step.fellBackFrom].filter((agent) => agent !== undefined)
  const aliases = agents.map((agent) => agentOf(definition, agent)?.alias).filter((alias) => alias !== undefined)
  return [...new Set([step.stepId, step.template, ...agents, ...aliases])]
}

function answersTo(step: Step, name: string, definition: Definition): boolean {
  if (step.stepId === name || step.template === name || step.agent === name || step.fellBackFrom === name) return true
  return [step.agent, step.fellBackFrom].some(
    (agent) => agent !== undefined && agentOf(definition, agent)?.alias === name,
  )
}

/** An agent of the definition; undefined when it is not declared (own properties only: names come from users). */
export function agentOf(definition: Definition, agent: string): AgentDefinition | undefined {
  return Object.hasOwn(definition.agents, agent) ? definition.agents[agent] : undefined
}

import type { AgentDefinition, Definition, StepTemplate } from '../core/definition.ts'
import type { Step } from '../core/step.ts'

/**
 * The step that `results.<name>` stands for: of the completed steps that go by the name, the one that finished last.
 * First come the steps that are called so (`reporter` also means `reporter-2`); only when the plan has none, the steps
 * whose agent is called so, or has it as `outputs.database_field`. So a step with a name of its own, such as a second
 * opinion by the same agent, does not take over its agent's name.
 */
export function stepNamed(name: string, steps: Iterable<Step>, definition: Definition): Step | undefined {
  const all = [...steps]
  const called = all.filter((step) => step.stepId === name || baseName(step) === name)
  const meant = called.length > 0 ? called : all.filter((step) => agentNames(step, definition).includes(name))
  let newest: Step | undefined
  for (const step of meant) {
    if (step.status !== 'completed') continue
    if (newest === undefined || (step.finishedAt ?? 0) >= (newest.finishedAt ?? 0)) newest = step
  }
  return newest
}

/** Every name under which the step's output may be read. */
export function namesOf(step: Step, definition: Definition): string[] {
  return [...new Set([step.stepId, baseName(step), ...agentNames(step, definition)])]
}

/** `reporter` for `reporter-3` of the agent reporter: what the steps of one agent are numbered by. */
export function baseOfTemplate({ name, work }: StepTemplate): string {
  return withoutNumber(name, work.kind === 'agent' ? work.agent : work.kind)
}

function baseName({ template, agent, fellBackFrom }: Step): string {
  return withoutNumber(template, fellBackFrom ?? agent ?? template)
}

function withoutNumber(name: string, base: string): string {
  return name.startsWith(`${base}-`) && /^\d+$/.test(name.slice(base.length + 1)) ? base : name
}

/** Of the agent that carried it out, and of the one that it fell back from. */
function agentNames(step: Step, definition: Definition): string[] {
  const agents = [step.agent, step.fellBackFrom].filter((agent) => agent !== undefined)
  return agents.flatMap((agent) => [agent, agentOf(definition, agent)?.alias ?? agent])
}

/** An agent of the definition; undefined when it is not declared (own properties only: names come from users). */
export function agentOf(definition: Definition, agent: string): AgentDefinition | undefined {
  return Object.hasOwn(definition.agents, agent) ? definition.agents[agent] : undefined
}

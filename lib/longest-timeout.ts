import type { AgentDefinition, Definition, StepTemplate } from '../src/core/definition.ts'

/** The longest that one attempt of the agent may be given, by itself or by a step that it carries out or takes over. */
export function longestTimeoutMs(definition: Definition, agent: AgentDefinition): number {
  const timeouts = templatesOf(definition)
    .filter((template) => carriersOf(definition, template).has(agent.name))
    .map(({ timeoutMs }) => timeoutMs ?? agent.timeoutMs)
  return Math.max(agent.timeoutMs, ...timeouts)
}

function templatesOf({ workflows }: Definition): StepTemplate[] {
  return Object.values(workflows).flatMap(({ rules }) =>
    rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse]),
  )
}

/** The step's agent, its fallback, and the fallback's fallbacks. A step keeps its timeout when it falls back. */
function carriersOf({ agents }: Definition, { work, onError }: StepTemplate): ReadonlySet<string> {
  const carriers = new Set<string>()
  if (work.kind !== 'agent') return carriers
  carriers.add(work.agent)
  if (onError?.kind === 'fallback') carriers.add(onError.agent)
  // A set takes in what is added while it is walked.
  for (const name of carriers) {
    const next = agents[name]?.onError
    const replaced = name === work.agent && onError !== undefined
    if (next?.kind === 'fallback' && !replaced) carriers.add(next.agent)
  }
  return carriers
}

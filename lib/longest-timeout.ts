import type { Definition, StepTemplate } from '../src/core/definition.ts'

/** For each agent the longest that one attempt may be given, by itself or by a step that it carries out or takes over. */
export function longestTimeouts(definition: Definition): ReadonlyMap<string, number> {
  const agents = Object.values(definition.agents)
  const longest = new Map(agents.map(({ name, timeoutMs }) => [name, timeoutMs]))
  for (const template of templatesOf(definition)) {
    if (template.timeoutMs === undefined) continue
    for (const name of carriersOf(definition, template)) {
      longest.set(name, Math.max(longest.get(name) ?? 0, template.timeoutMs))
    }
  }
  return longest
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

import type { PlacedRule, PlacedWorkflow } from '../compile-workflow.ts'
import type { Path } from '../source.ts'
import { entriesOf } from './entries.ts'

/** Where a rule names an agent as a step. */
export interface AgentPlace {
  readonly agent: string
  readonly path: Path
}

/** Every agent that the workflow names as a step, also in kinds of steps that are not built yet. */
export function agentPlaces({ rules }: PlacedWorkflow): AgentPlace[] {
  return rules.flatMap((rule) => [...builtPlaces(rule), ...unbuiltPlaces(rule)])
}

function* builtPlaces({ whenTrue, whenFalse }: PlacedRule): Generator<AgentPlace> {
  for (const { template, agentPath } of [...whenTrue, ...whenFalse]) {
    if (template.work.kind === 'agent' && agentPath !== undefined) yield { agent: template.work.agent, path: agentPath }
  }
}

function* unbuiltPlaces({ written, path }: PlacedRule): Generator<AgentPlace> {
  for (const { entry, path: at } of entriesOf(written, path)) {
    if ('map' in entry) yield { agent: entry.map.agent, path: [...at, 'map', 'agent'] }
    if ('repeat' in entry) yield { agent: entry.repeat.agent, path: [...at, 'repeat', 'agent'] }
  }
}

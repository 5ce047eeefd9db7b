import type { AgentDefinition, Definition } from '../core/definition.ts'
import { workflowOf } from './draft.ts'
import { fallbackOf } from './goals.ts'
import { agentOf } from './result-names.ts'

/** The agents that a job of the workflow may run, those that take over from another among them. Throws `WORKFLOW_NOT_FOUND`. */
export function agentsOf(definition: Definition, workflow: string): AgentDefinition[] {
  const { rules } = workflowOf(definition, workflow)
  const templates = rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse])
  const names = templates.flatMap((template) => {
    const own = template.work.kind === 'agent' ? [template.work.agent] : []
    return [...own, fallbackOf(definition, template) ?? []].flat()
  })
  return [...new Set(names)].flatMap((name) => agentOf(definition, name) ?? [])
}

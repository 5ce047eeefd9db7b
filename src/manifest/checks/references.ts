import type { ErrorArgs, ErrorCode } from '../../core/errors/catalogue.ts'
import { nearestName } from '../../core/near-name.ts'
import { nearArgs } from '../report.ts'
import type { Path } from '../source.ts'
import { agentPlaces } from './agent-places.ts'
import type { Context } from './context.ts'

/** Every agent that a step names is declared, a worker, and one that the orchestrator may start. */
export function checkReferences(context: Context): void {
  const check = createReferenceCheck(context)
  for (const workflow of context.workflows) {
    // Without rules the steps are the declared workers themselves.
    if ((workflow.written.selection_rules ?? []).length === 0) continue
    for (const { agent, path } of agentPlaces(workflow)) check(agent, path)
  }
  checkStageAgents(context)
}

function createReferenceCheck({ agents, draft, report }: Context): (name: string, path: Path) => void {
  const declared = new Set(draft.agentNames)
  const orchestrator = Object.values(agents).find(({ type }) => type === 'orchestrator')
  const invoked = new Set(orchestrator?.tools.filter((tool) => tool.startsWith('invoke_')))
  return (name, path) => {
    const refuse = (code: ErrorCode, args: ErrorArgs) =>
      report.error(code, draft.source.valueAt(path), { name, ...args })
    if (!declared.has(name)) refuse('MANIFEST_UNKNOWN_AGENT', nearArgs(nearestName(name, declared)))
    else if (agents[name]?.type === 'orchestrator') refuse('MANIFEST_ORCHESTRATOR_STEP', {})
    else if (orchestrator !== undefined && invoked.size > 0 && !invoked.has(`invoke_${name}`)) {
      refuse('MANIFEST_NOT_INVOKABLE', { orchestrator: orchestrator.name })
    }
  }
}

function checkStageAgents({ draft, report }: Context): void {
  const { stages = {} } = draft.manifest
  for (const [name, { agents = {} }] of Object.entries(stages)) {
    for (const agent of Object.keys(agents)) {
      if (draft.agentNames.includes(agent)) continue
      const at = draft.source.keyAt(['stages', name, 'agents', agent])
      report.error('MANIFEST_UNKNOWN_AGENT', at, { name: agent, ...nearArgs(nearestName(agent, draft.agentNames)) })
    }
  }
}

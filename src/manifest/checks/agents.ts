import { nearestName } from '../../core/near-name.ts'
import { own } from '../agent-settings.ts'
import { entryOf } from '../compile-agent.ts'
import { nearArgs } from '../report.ts'
import type { AgentDocument } from '../schema/agent.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** Each agent by itself, and the one orchestrator. */
export function checkAgents(context: Context): void {
  const { draft, report } = context
  let orchestrator: string | undefined
  for (const [name, agent] of Object.entries(draft.manifest.agents)) {
    if (agent.type === 'orchestrator') {
      if (orchestrator !== undefined) {
        report.error('MANIFEST_TWO_ORCHESTRATORS', draft.source.keyAt(['agents', name]), { name, first: orchestrator })
      }
      orchestrator ??= name
      checkOrchestrator(name, agent, context)
    } else checkWorker(name, agent, context)
  }
  const hasWorker = Object.values(context.agents).some(({ type }) => type === 'worker')
  if (!hasWorker) report.error('MANIFEST_NO_WORKER', draft.source.keyAt(['agents']), {})
}

function checkWorker(name: string, agent: AgentDocument, context: Context): void {
  const { draft, report } = context
  const path = ['agents', name]
  if (agent.runtime?.triggers !== undefined) {
    const at = draft.source.keyAt([...path, 'runtime', 'triggers'])
    report.error('MANIFEST_ONLY_ORCHESTRATOR', at, { what: 'Key triggers', name })
  }
  for (const [index, tool] of (agent.capabilities?.tools ?? []).entries()) {
    if (!tool.startsWith('invoke_')) continue
    const at = draft.source.valueAt([...path, 'capabilities', 'tools', index])
    report.error('MANIFEST_ONLY_ORCHESTRATOR', at, { what: `Tool ${tool}`, name })
  }
  const { structured_output, output_schema } = agent.capabilities ?? {}
  if (structured_output === true && output_schema === undefined && !draft.isDamaged([...path, 'capabilities'])) {
    report.error('MANIFEST_SCHEMA_NEEDED', draft.source.keyAt([...path, 'capabilities', 'structured_output']), { name })
  }
  checkCode(name, agent, context)
}

function checkCode(name: string, agent: AgentDocument, { draft, report, hasFile }: Context): void {
  const path = ['agents', name]
  if (hasFile === undefined || draft.isDamaged([...path, 'entry'])) return
  const entry = entryOf(name, agent)
  if (hasFile(entry)) return
  const at = agent.entry === undefined ? draft.source.keyAt(path) : draft.source.valueAt([...path, 'entry'])
  report.error('MANIFEST_CODE_MISSING', at, { name, entry })
}

/** Keys that describe code, which an orchestrator has none of: Troupe's planner takes its place. */
const codeKeys: readonly Path[] = [
  ['entry'],
  ['input_schema'],
  ['retry'],
  ['on_error'],
  ['outputs'],
  ['capabilities', 'output_schema'],
  ['runtime', 'concurrency'],
  ['dependencies', 'memory'],
]

function checkOrchestrator(name: string, agent: AgentDocument, { draft, report }: Context): void {
  const path = ['agents', name]
  for (const [index, tool] of (agent.capabilities?.tools ?? []).entries()) {
    if (!tool.startsWith('invoke_')) continue
    const target = tool.slice('invoke_'.length)
    if (draft.agentNames.includes(target)) continue
    const near = nearArgs(nearestName(target, draft.agentNames))
    const at = draft.source.valueAt([...path, 'capabilities', 'tools', index])
    report.error('MANIFEST_UNKNOWN_AGENT', at, { name: target, ...near })
  }
  for (const key of codeKeys) {
    if (!has(agent, key)) continue
    const args = {
      path: [...path, ...key].join('.'),
      reason: 'the orchestrator is the planner and runs no code of its own',
    }
    report.warning('MANIFEST_NO_EFFECT', draft.source.keyAt([...path, ...key]), args)
  }
}

function has(agent: AgentDocument, [first = '', second]: Path): boolean {
  const value: unknown = own(agent as Record<string, unknown>, String(first))
  if (second === undefined) return value !== undefined
  return typeof value === 'object' && value !== null && second in value
}

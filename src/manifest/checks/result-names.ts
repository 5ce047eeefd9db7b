import type { AgentDefinition, StepTemplate } from '../../core/definition.ts'
import { own } from '../agent-settings.ts'
import type { PlacedStep } from '../compile-steps.ts'
import type { PlacedWorkflow } from '../compile-workflow.ts'
import type { Context } from './context.ts'

interface Branches {
  readonly whenTrue: readonly PlacedStep[]
  readonly whenFalse: readonly PlacedStep[]
}

/** Everything that may follow `results.` in the workflow: agents, their aliases, its steps' ids. */
export function resultNames(workflow: PlacedWorkflow, context: Context): string[] {
  const aliases = Object.values(context.agents).flatMap(({ alias }) => (alias === undefined ? [] : [alias]))
  return [...new Set([...context.draft.agentNames, ...aliases, ...answersOf(workflow.rules, context)])]
}

/** The names that the rules' steps answer to: step ids (also `name-2` of a second one), agents, aliases, fallbacks. */
export function answersOf(rules: readonly Branches[], context: Context): string[] {
  const names = new Set<string>()
  const counts = new Map<string, number>()
  for (const { whenTrue, whenFalse } of rules) {
    for (const { template } of [...whenTrue, ...whenFalse]) addStep(template, names, context)
    for (const [base, count] of longerBranch(whenTrue, whenFalse)) counts.set(base, (counts.get(base) ?? 0) + count)
  }
  for (const [base, count] of counts) {
    for (let number = 2; number <= count; number++) names.add(`${base}-${number}`)
  }
  return [...names]
}

/** A wait has no result. */
function addStep({ name, work, onError }: StepTemplate, names: Set<string>, context: Context): void {
  if (work.kind === 'wait') return
  names.add(name)
  addAgent(work.agent, names, context)
  if (onError?.kind === 'fallback') addAgent(onError.agent, names, context)
}

/** An agent, its alias, and the agents it falls back to. */
function addAgent(name: string, names: Set<string>, context: Context): void {
  const seen = new Set<string>()
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next)
    names.add(next)
    const agent: AgentDefinition | undefined = own(context.agents, next)
    if (agent?.alias !== undefined) names.add(agent.alias)
    next = agent?.onError.kind === 'fallback' ? agent.onError.agent : undefined
  }
}

/** How often each name can come of one rule: only one of its branches joins a plan. */
function longerBranch(whenTrue: readonly PlacedStep[], whenFalse: readonly PlacedStep[]): Map<string, number> {
  const counts = countNames(whenTrue)
  for (const [base, count] of countNames(whenFalse)) counts.set(base, Math.max(count, counts.get(base) ?? 0))
  return counts
}

function countNames(branch: readonly PlacedStep[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { template, named } of branch) {
    if (template.work.kind === 'wait') continue
    const base = named ? template.name : template.work.agent
    counts.set(base, (counts.get(base) ?? 0) + 1)
  }
  return counts
}

import type { PlacedStep } from '../compile-steps.ts'
import type { PlacedWorkflow } from '../compile-workflow.ts'
import type { Context } from './context.ts'

/** One name, one meaning: after `results.` stand agents, aliases and steps. */
export function checkNames(context: Context): void {
  const owners = checkAliases(context)
  for (const workflow of context.workflows) {
    checkRuleNames(workflow, context)
    for (const branch of workflow.rules.flatMap(({ whenTrue, whenFalse }) => [whenTrue, whenFalse])) {
      const taken = new Set<string>()
      for (const step of branch) {
        checkStepName(step, taken, { context, owners })
        taken.add(step.template.name)
      }
    }
  }
}

interface Names {
  readonly context: Context
  /** The agent that each name belongs to. */
  readonly owners: ReadonlyMap<string, string>
}

function checkRuleNames({ name: workflow, rules }: PlacedWorkflow, { draft, report }: Context): void {
  const taken = new Set<string>()
  for (const { rule, path } of rules) {
    const { name } = rule
    if (taken.has(name))
      report.error('MANIFEST_RULE_TWICE', draft.source.valueAt([...path, 'name']), { name, workflow })
    taken.add(name)
  }
}

function checkAliases({ draft, report }: Context): Map<string, string> {
  const owners = new Map(draft.agentNames.map((name) => [name, name]))
  for (const [name, agent] of Object.entries(draft.manifest.agents)) {
    const alias = agent.outputs?.database_field
    if (alias === undefined) continue
    const owner = owners.get(alias)
    if (owner !== undefined && owner !== name) {
      const at = draft.source.valueAt(['agents', name, 'outputs', 'database_field'])
      const what = owner === alias ? `the agent ${owner}` : `that of agent ${owner}`
      report.error('MANIFEST_NAME_TAKEN', at, { what: `database_field of agent ${name},`, name: alias, owner: what })
    } else owners.set(alias, name)
  }
  return owners
}

function checkStepName(step: PlacedStep, taken: ReadonlySet<string>, { context, owners }: Names): void {
  if (!step.named) return
  const { name, work } = step.template
  const { source } = context.draft
  const inGraph = typeof step.path.at(-1) === 'string'
  const at = inGraph ? source.keyAt(step.path) : source.valueAt([...step.path, 'step'])
  const owner = owners.get(name)
  if (taken.has(name)) context.report.error('MANIFEST_STEP_TWICE', at, { name })
  else if (owner !== undefined && (work.kind !== 'agent' || work.agent !== owner)) {
    const of = owner === name ? `the name of agent ${owner}` : `a name of agent ${owner}`
    context.report.error('MANIFEST_NAME_TAKEN', at, { what: 'Step', name, owner: of })
  }
}

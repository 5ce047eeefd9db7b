import { maxStepsPerJob } from '../../core/definition.ts'
import { own } from '../agent-settings.ts'
import type { PlacedRule, PlacedWorkflow } from '../compile-workflow.ts'
import { pathText, valueAtPath } from '../describe.ts'
import type { RuleDocument } from '../schema/workflow.ts'
import type { Path } from '../source.ts'
import { agentPlaces } from './agent-places.ts'
import type { Context } from './context.ts'
import { entriesOf } from './entries.ts'

/** The form of rules: something in them, one way to say it, within the budget. */
export function checkRules(context: Context): void {
  const { draft, report } = context
  if (draft.manifest.workflows?.default !== undefined) {
    const args = { problem: 'The workflow default is the section orchestration', repair: 'Move it there, or rename it' }
    report.error('MANIFEST_CONFLICT', draft.source.keyAt(['workflows', 'default']), args)
  }
  for (const workflow of context.workflows) {
    for (const rule of workflow.rules) checkRule(rule, context)
    checkBudget(workflow, context)
  }
  checkUnused(context)
}

function checkRule({ written, path, rule }: PlacedRule, context: Context): void {
  const { draft, report } = context
  if (path.at(-2) !== 'selection_rules') return
  const { agents, steps } = written
  if (agents !== undefined && steps !== undefined) {
    const args = { problem: `Rule ${rule.name} has both agents and steps`, repair: 'Keep one of them' }
    report.error('MANIFEST_CONFLICT', draft.source.keyAt([...path, 'steps']), args)
  }
  const isEmpty = agents === undefined && steps === undefined && written.else === undefined
  if (isEmpty && !draft.isDamaged(path)) {
    report.error('MANIFEST_RULE_EMPTY', draft.source.valueAt([...path, 'name']), { rule: rule.name })
  }
  for (const list of listsOf(written, path)) {
    const value = valueAtPath(draft.source.document, list)
    if (typeof value !== 'object' || value === null || Object.keys(value).length > 0) continue
    report.error('MANIFEST_EMPTY_LIST', draft.source.keyAt(list), { path: pathText(list) })
  }
}

function* listsOf(rule: RuleDocument, path: Path): Generator<Path> {
  for (const key of ['agents', 'else', 'steps']) yield [...path, key]
  for (const { entry, path: at } of entriesOf(rule, path)) {
    if ('sequential' in entry) yield [...at, 'sequential']
    if ('parallel' in entry) yield [...at, 'parallel']
  }
}

/** The most steps a job can start: of each rule its longer branch. */
function checkBudget({ name, path, rules, written }: PlacedWorkflow, { draft, report }: Context): void {
  const steps = written.budget?.steps ?? maxStepsPerJob
  const count = rules.reduce((sum, { whenTrue, whenFalse }) => sum + Math.max(whenTrue.length, whenFalse.length), 0)
  if (count <= steps) return
  const at =
    written.budget?.steps === undefined ? draft.source.keyAt(path) : draft.source.valueAt([...path, 'budget', 'steps'])
  report.warning('MANIFEST_BUDGET', at, { workflow: name, count, steps })
}

function checkUnused(context: Context): void {
  const { agents, workflows, draft, report } = context
  const used = new Set(workflows.flatMap(agentPlaces).map(({ agent }) => agent))
  // A mistyped name may have meant any of them.
  const isSure = workflows.every(({ intact }) => intact) && [...used].every((name) => Object.hasOwn(agents, name))
  if (!isSure) return
  // In steps' own settings, and from agent to agent: the set grows while it is walked.
  for (const { onError } of allSteps(workflows)) if (onError?.kind === 'fallback') used.add(onError.agent)
  for (const name of used) {
    const onError = own(agents, name)?.onError
    if (onError?.kind === 'fallback') used.add(onError.agent)
  }
  for (const { name, type } of Object.values(agents)) {
    if (type === 'worker' && !used.has(name))
      report.warning('MANIFEST_AGENT_UNUSED', draft.source.keyAt(['agents', name]), { name })
  }
}

function allSteps(workflows: readonly PlacedWorkflow[]) {
  return workflows.flatMap(({ rules }) => rules.flatMap(({ rule }) => [...rule.whenTrue, ...rule.whenFalse]))
}

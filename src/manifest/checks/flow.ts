import type { PlacedStep } from '../compile-steps.ts'
import type { PlacedRule, PlacedWorkflow } from '../compile-workflow.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'
import { type Reading, readCondition, readMapping } from './expressions.ts'
import { checkInputs } from './inputs.ts'
import { checkReach } from './reach.ts'
import { answersOf, resultNames } from './result-names.ts'

// What can be read when. Rules are taken in order and each waits for the one before it, so a rule may read what an
// earlier rule can run, in either branch; a step also what its needs, and theirs, have made.

/** Conditions and mappings of every workflow: well formed, decidable (P11), and with something to decide. */
export function checkFlow(context: Context): void {
  for (const workflow of context.workflows) checkWorkflow(workflow, context)
}

interface Flow {
  readonly context: Context
  readonly workflow: PlacedWorkflow
  /** What may follow `results.` somewhere in this workflow. */
  readonly names: readonly string[]
  readonly known: ReadonlySet<string>
  /** Of them, those that an earlier rule can have run. */
  readonly ran: Set<string>
}

function checkWorkflow(workflow: PlacedWorkflow, context: Context): void {
  const names = resultNames(workflow, context)
  const flow: Flow = { context, workflow, names, known: new Set(names), ran: new Set() }
  const readings: { rule: PlacedRule; reading: Reading }[] = []
  for (const [index, rule] of workflow.rules.entries()) {
    const conditionPath = [...rule.path, 'condition']
    const reading = readCondition(conditionPath, flow.names, context)
    checkRan(reading.reads, { path: conditionPath, ran: flow.ran }, flow)
    checkBranches(rule, reading.constant, flow)
    for (const branch of [rule.whenTrue, rule.whenFalse]) checkSteps(branch, flow)
    for (const name of answersOf(workflow.rules.slice(index, index + 1), context)) flow.ran.add(name)
    readings.push({ rule, reading })
  }
  checkInputs(workflow, readings, context)
}

/** A verdict that no job can change leaves one branch without a use. */
function checkBranches(
  { rule, path, whenTrue, whenFalse, written }: PlacedRule,
  constant: boolean | undefined,
  flow: Flow,
): void {
  if (constant === undefined) return
  const branch = constant ? 'else' : written.agents === undefined ? 'steps' : 'agents'
  if ((constant ? whenFalse : whenTrue).length === 0) return
  const { draft, report } = flow.context
  const key = written.condition === undefined ? branch : 'condition'
  const args = { branch, rule: rule.name, verdict: constant }
  report.error('MANIFEST_BRANCH_UNREACHABLE', draft.source.valueAt([...path, key]), args)
}

function checkSteps(branch: readonly PlacedStep[], flow: Flow): void {
  const byName = new Map(branch.map((step) => [step.template.name, step]))
  const neverRun = new Map<string, string>()
  for (const step of branch) {
    const { template, path } = step
    if (template.when === undefined && template.with === undefined) continue
    const when = [...path, 'when']
    const reading = readCondition(when, flow.names, flow.context)
    const mapped = readMapping([...path, 'with'], flow.names, flow.context)
    if (reading.constant === false) neverRun.set(template.name, 'its condition is always false')
    if (reading.reads.length === 0 && mapped.length === 0) continue
    const ran = new Set([...flow.ran, ...answersBefore(step, byName, flow)])
    checkRan(reading.reads, { path: when, ran }, flow)
    checkRan(mapped, { path: [...path, 'with'], ran }, flow)
  }
  checkReach(branch, neverRun, flow.context)
}

/** Names of everything the step needs, directly or not. */
function answersBefore(step: PlacedStep, byName: ReadonlyMap<string, PlacedStep>, { context }: Flow): Set<string> {
  const seen = new Set<PlacedStep>()
  const open = [...step.template.needs]
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    const before = byName.get(need)
    if (before === undefined || seen.has(before)) continue
    seen.add(before)
    open.push(...before.template.needs)
  }
  return new Set([...seen].flatMap((before) => answersOf([{ whenTrue: [before], whenFalse: [] }], context)))
}

function checkRan(reads: readonly string[], at: { path: Path; ran: ReadonlySet<string> }, flow: Flow): void {
  if (!flow.workflow.intact) return
  const { draft, report } = flow.context
  for (const name of reads) {
    if (at.ran.has(name) || !flow.known.has(name)) continue
    report.error('MANIFEST_NEVER_DECIDED', draft.source.mentionAt(at.path, name), { name })
  }
}

/** P10, P11: when a rule may be decided, and that it stays so. */
import type { RuleDecision } from '../../../core/job.ts'
import { isTerminal } from '../../../core/status.ts'
import { type Broken, broken, type Change } from './change.ts'

type Decided = RuleDecision & { readonly verdict: boolean }

export function* checkRules(change: Change): Generator<Broken> {
  const { before, after, writer } = change
  for (const [index, decision] of after.rules.entries()) {
    const earlier = before.epoch === after.epoch ? before.rules[index] : undefined
    if (earlier !== undefined && isDecided(earlier)) yield* checkKept(earlier, decision, index)
    // A rerun keeps verdicts of the epoch before; they are not decided now.
    else if (isDecided(decision) && writer !== 'api') yield* checkNew(change, decision, index)
  }
}

function isDecided(decision: RuleDecision): decision is Decided {
  return decision.verdict !== null
}

function* checkKept(earlier: Decided, decision: RuleDecision, index: number): Generator<Broken> {
  if (!isDecided(decision)) return yield broken('P10', `rule ${index} is undecided again`)
  if (kept(earlier) !== kept(decision)) yield broken('P10', `rule ${index} is decided twice`)
  if (earlier.planned && !decision.planned) yield broken('P10', `the steps of rule ${index} are planned twice`)
}

function kept({ verdict, decidedAt, read, missing }: Decided): string {
  return JSON.stringify([verdict, decidedAt, read, missing])
}

function* checkNew({ before, after, definition }: Change, decision: Decided, index: number): Generator<Broken> {
  const condition = definition.workflows[after.workflow]?.rules[index]?.condition
  if (condition === undefined) return yield broken('P10', `rule ${index} is not in the workflow`)
  const saysNothing = decision.read.length + decision.missing.length === 0 && decision.problem === undefined
  if (saysNothing && condition.includes('.')) yield broken('P10', `rule ${index} does not say what it read`)
  if (!/\b(results|prev_step)\b/.test(condition)) return
  const statusOf = new Map(after.steps.map(({ stepId, status }) => [stepId, status]))
  const open = before.steps.find(({ stepId, rule }) => rule < index && !isTerminal(statusOf.get(stepId) ?? 'skipped'))
  if (open !== undefined) yield broken('P11', `rule ${index} is decided before ${open.stepId} ended`)
  const isEarly = after.rules.slice(0, index).some((other) => !isDecided(other) || !other.planned)
  if (isEarly) yield broken('P11', `rule ${index} is decided before the rules before it are planned`)
}

import { isTerminal } from '../core/status.ts'
import type { Step, StepCause } from '../core/step.ts'

export type NeedsJudgement =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wait'; readonly on: readonly string[] }
  | { readonly kind: 'skip'; readonly cause: StepCause }

/**
 * Whether a step's needs let it start (P4): first all of them are terminal, then its join decides.
 * @param steps the plan, by step id
 */
export function judgeNeeds(step: Step, steps: ReadonlyMap<string, Step>): NeedsJudgement {
  const needs = step.needs.map((id) => steps.get(id)).filter((need) => need !== undefined)
  const open = needs.filter((need) => !isTerminal(need.status)).map((need) => need.stepId)
  if (open.length > 0) return { kind: 'wait', on: open }
  if (step.join === 'settled' || needs.length === 0) return { kind: 'ready' }
  if (step.join === 'all') return judgeAll(needs)
  const needed = step.join === 'any' ? 1 : step.join.atLeast
  const completed = needs.filter((need) => need.status === 'completed').length
  return completed >= needed
    ? { kind: 'ready' }
    : { kind: 'skip', cause: { kind: 'tooFewCompleted', completed, needed } }
}

function judgeAll(needs: readonly Step[]): NeedsJudgement {
  const lacking = needs.find((need) => need.status !== 'completed' && need.tolerated === undefined)
  if (lacking === undefined) return { kind: 'ready' }
  return { kind: 'skip', cause: { kind: 'needs', stepId: lacking.stepId, status: lacking.status } }
}

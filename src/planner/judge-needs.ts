import { stepOf } from '../core/plan.ts'
import { isTerminal } from '../core/status.ts'
import type { Step, StepCause } from '../core/step.ts'

export type NeedsJudgement =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'skip'; readonly cause: StepCause }

/**
 * Whether a step's needs let it start (P4): first all of them are terminal, then its join decides.
 * @param steps the plan
 */
export function judgeNeeds(step: Step, steps: readonly Step[]): NeedsJudgement {
  const needs: Step[] = []
  for (const id of step.needs) {
    const need = stepOf(steps, id)
    if (need === undefined) continue
    // At the first one: every pending step of a plan comes by here in every decision.
    if (!isTerminal(need.status)) return { kind: 'wait' }
    needs.push(need)
  }
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

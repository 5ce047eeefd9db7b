import type { Goal } from '../../planner/goals.ts'
import type { StepTally, Tally } from './tally.ts'

/** Whether some seed has come to the goal. */
export function isReached(goal: Goal, tally: Tally): boolean {
  if (goal.kind === 'rule') return (tally.rules[goal.rule]?.[goal.verdict ? 'true' : 'false'] ?? 0) > 0
  const step = tally.steps.find(({ template }) => template === goal.template)
  if (step === undefined) return true
  if (goal.kind === 'fallback') return step.fellBack > 0
  return goal.runs ? step.ran > 0 : skippedByWhen(step) > 0
}

export function skippedByWhen({ skipped }: StepTally): number {
  return skipped.get('whenFalse') ?? 0
}

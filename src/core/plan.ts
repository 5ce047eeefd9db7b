/**
 * Finds the steps of a plan by id. Where each step of a large plan stands is noted when it is first asked for, and goes
 * with the copies that are made of the plan, so that a decision does not look through the whole of it again and again.
 *
 * A note is a hint: it is believed only if the step does stand there, since plans that were copied grow apart.
 */
import type { Step } from './step.ts'

/** From so many steps on, what is remembered of a plan costs less than going through it. */
const largePlan = 32

const notesOf = new WeakMap<readonly Step[], ReadonlyMap<string, number>>()

export function stepOf(steps: readonly Step[], stepId: string): Step | undefined {
  return steps[placeOf(steps, stepId)]
}

/** -1 when the plan has no such step. */
export function placeOf(steps: readonly Step[], stepId: string): number {
  if (steps.length < largePlan) return steps.findIndex((step) => step.stepId === stepId)
  const noted = notesOf.get(steps)?.get(stepId)
  if (noted !== undefined && steps[noted]?.stepId === stepId) return noted
  const notes = new Map(steps.map((step, place) => [step.stepId, place]))
  notesOf.set(steps, notes)
  return notes.get(stepId) ?? -1
}

/** For who changes its steps. */
export function copyPlan(steps: readonly Step[]): Step[] {
  const copy = [...steps]
  const notes = notesOf.get(steps)
  if (notes !== undefined) notesOf.set(copy, notes)
  return copy
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyPlan, placeOf, stepOf } from '../../src/core/plan.ts'
import type { Step } from '../../src/core/step.ts'
import { aStep } from '../builders.ts'

describe('the place of a step in a plan', () => {
  it('is where it stands, in plans that were copied, grew and were changed apart from each other', () => {
    const change = fc.record({ plan: fc.nat(), how: fc.constantFrom(...ways), at: fc.nat(60) })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.array(change, { maxLength: 40 }), (length, changes) => {
        const plans = [planOf(length)]
        for (const { plan, how, at } of changes) {
          alter(plans, plans[plan % plans.length] ?? [], { how, at })
          const stepId = `s${at}`
          for (const steps of plans) {
            expect(placeOf(steps, stepId)).toBe(steps.findIndex((step) => step.stepId === stepId))
            expect(stepOf(steps, stepId)).toBe(steps.find((step) => step.stepId === stepId))
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

const ways = ['copy', 'add', 'drop', 'swap'] as const

function alter(plans: Step[][], steps: Step[], { how, at }: { how: (typeof ways)[number]; at: number }): void {
  if (how === 'copy') plans.push(copyPlan(steps))
  if (how === 'add') steps.push(aStep({ stepId: `s${50 + plans.flat().length}` }))
  if (how === 'drop') steps.pop()
  if (how === 'swap') steps.unshift(...steps.splice(at % (steps.length + 1), 1))
}

function planOf(length: number): Step[] {
  return Array.from({ length }, (_, index) => aStep({ stepId: `s${index}` }))
}

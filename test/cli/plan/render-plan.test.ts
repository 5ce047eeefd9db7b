import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderPlan } from '../../../src/cli/plan/render-plan.ts'
import type { PlanPreview } from '../../../src/planner/preview-plan.ts'

const preview: PlanPreview = {
  workflow: 'default',
  complete: true,
  worstCaseSteps: 1,
  rules: [
    {
      name: 'sharp',
      condition: `input.note == '${'long '.repeat(30)}\u001b[31mred'`,
      verdict: true,
      reason: 'true: input.note is "long"',
      steps: [{ name: 'a', kind: 'agent', agent: 'a', needs: [], when: 'input.x' }],
    },
  ],
}

describe('a plan on a terminal', () => {
  it('is never wider than the terminal, with and without colour', () => {
    for (const color of [true, false]) {
      const lines = renderPlan(preview, { width: 40, color }).split('\n')
      expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).toBeLessThanOrEqual(40)
    }
  })

  it('holds nothing that a terminal would obey', () => {
    expect(renderPlan(preview, { width: 400, color: false })).not.toContain('\u001b')
  })

  it('says when a step runs only under a condition of its own', () => {
    expect(renderPlan(preview, { width: 80, color: false })).toContain('  └─ a  when input.x\n')
  })

  it('ends with the error that the job would have', () => {
    const error = { code: 'PLAN_EMPTY', message: 'No rule chose a step', hint: 'Add a rule' }
    expect(renderPlan({ ...preview, error }, { width: 80, color: false })).toMatch(
      /\n\nThe job would fail at once: PLAN_EMPTY: No rule chose a step\nhint Add a rule\n$/,
    )
  })
})

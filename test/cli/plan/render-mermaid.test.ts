import { describe, expect, it } from 'vitest'
import { renderMermaid } from '../../../src/cli/plan/render-mermaid.ts'
import type { RulePreview, StepPreview } from '../../../src/planner/preview-plan.ts'

const step = (name: string, ...needs: string[]): StepPreview => ({ name, kind: 'agent', agent: name, needs })

const rule = (name: string, verdict: boolean | null, steps: readonly StepPreview[]): RulePreview => ({
  name,
  condition: 'always',
  verdict,
  reason: '',
  steps,
})

const render = (...rules: RulePreview[]) =>
  renderMermaid({ workflow: 'default', rules, complete: true, worstCaseSteps: 9 }).split('\n')

describe('a plan as a Mermaid flowchart', () => {
  it('has an arrow for each need', () => {
    const lines = render(rule('all', true, [step('a'), step('b', 'a'), step('c', 'a')]))
    expect(lines).toContain('  subgraph gr0t0["all: true"]')
    expect(lines.filter((line) => line.includes('-->'))).toEqual(['  r0t0 --> r0t1', '  r0t0 --> r0t2'])
  })

  it('lets the first steps of a rule follow the last ones of the rule before, past rules without steps', () => {
    const lines = render(
      rule('one', true, [step('a'), step('b', 'a')]),
      rule('none', false, []),
      rule('two', true, [step('c')]),
    )
    expect(lines).toContain('  r0t1 --> r2t0')
    expect(lines).not.toContain('  r0t0 --> r2t0')
  })

  it('reaches both branches of an open rule by dotted arrows, and what follows from either and from before', () => {
    const open = { ...rule('open', null, [step('yes')]), otherwise: [step('no')] }
    const lines = render(rule('one', true, [step('a')]), open, rule('three', true, [step('z')]))
    expect(lines).toEqual(expect.arrayContaining(['  r0t0 -.-> r1t0', '  r0t0 -.-> r1f0']))
    expect(lines).toEqual(expect.arrayContaining(['  r0t0 --> r2t0', '  r1t0 --> r2t0', '  r1f0 --> r2t0']))
  })

  it('keeps names inside their labels', () => {
    expect(render(rule('say "hi" #1', true, [step('a')]))).toContain(
      '  subgraph gr0t0["say #quot;hi#quot; #35;1: true"]',
    )
  })
})

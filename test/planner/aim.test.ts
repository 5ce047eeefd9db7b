import { describe, expect, it } from 'vitest'
import type { Definition, Workflow } from '../../src/core/definition.ts'
import { type Aim, takeAim } from '../../src/planner/aim.ts'
import { type Goal, goalsOf } from '../../src/planner/goals.ts'
import { neededPaths } from '../../src/planner/needed-paths.ts'
import { agentsOf } from '../../src/planner/workflow-agents.ts'
import { aDefinition, aPlan, type RuleSketch } from './a-plan.ts'

function workflowOf(definition: Definition): Workflow {
  const { default: workflow } = definition.workflows
  if (workflow === undefined) throw new Error('a workflow')
  return workflow
}

const rules: readonly RuleSketch[] = [
  { if: "input.kind == 'full'", run: 'a', else: 'z' },
  { if: 'results.a.score > 0.9', run: aPlan('b').map((step) => ({ ...step, when: 'results.a.deep' })) },
  { run: 'c' },
]
const definition = aDefinition(rules, { agents: { b: { onError: { kind: 'fallback', agent: 'spare' } }, spare: {} } })

function aim(goal: Goal | undefined): Aim {
  const workflow = workflowOf(definition)
  return takeAim({ definition, workflow, random: () => 0.5, ...(goal === undefined ? {} : { goal }) })
}

/** The paths that are wished for, in order. */
function paths({ wishes }: Aim): string[] {
  return wishes.map(({ root, keys }) => [root, ...keys].join('.'))
}

describe('the goals of a workflow', () => {
  it('are verdicts that a job can change, steps with a condition of their own, and fallbacks', () => {
    const goals = goalsOf(definition, workflowOf(definition)).map((goal) => {
      if (goal.kind === 'rule') return `${goal.rule} ${goal.verdict}`
      return `${goal.kind} ${goal.template.name}${goal.kind === 'when' ? ` ${goal.runs}` : ''}`
    })
    expect(goals).toEqual(['0 true', '0 false', '1 true', '1 false', 'when b true', 'when b false', 'fallback b'])
  })
})

describe('an aim', () => {
  it('wants what leads to its goal before anything else: the verdict itself, then the steps whose results it reads', () => {
    const goal = { kind: 'rule', rule: 1, verdict: true } as const
    const taken = aim(goal)
    expect(paths(taken).slice(0, 2)).toEqual(['results.a.score', 'input.kind'])
    const [score, kind] = taken.wishes
    expect([score?.fits(0.95), score?.fits(0.9), kind?.fits('full'), kind?.fits('quick')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('at a fallback wants the step to run, and its agent to fail', () => {
    const goal = goalsOf(definition, workflowOf(definition)).find(({ kind }) => kind === 'fallback')
    const taken = aim(goal)
    expect([...taken.failing]).toEqual([['b', 'b']])
    expect(paths(taken)).toEqual(['results.a.deep', 'input.kind', 'results.a.score'])
  })

  it('at nothing draws a verdict for every condition', () => {
    expect(paths(aim(undefined)).sort()).toEqual(['input.kind', 'results.a.deep', 'results.a.score'])
  })
})

describe('of a workflow', () => {
  it('the agents are those of its steps and those that take over', () => {
    expect(agentsOf(definition, 'default').map(({ name }) => name)).toEqual(['a', 'z', 'b', 'spare', 'c'])
    expect(() => agentsOf(definition, 'other')).toThrow(expect.objectContaining({ code: 'WORKFLOW_NOT_FOUND' }))
  })

  it('the needed paths are those that its mappings read', () => {
    const run = aPlan('b').map((step) => ({
      ...step,
      with: { rows: '${{ results.a.rows }}', by: 'of ${{ input.who }}' },
    }))
    expect(neededPaths(workflowOf(aDefinition([{ run: 'a' }, { run }])))).toEqual([
      { root: 'results', keys: ['a', 'rows'], inText: false },
      { root: 'input', keys: ['who'], inText: true },
    ])
  })
})

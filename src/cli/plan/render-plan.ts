import { formatDurationMs } from '../../core/duration.ts'
import type { PlanPreview, RulePreview, StepPreview } from '../../planner/preview-plan.ts'
import { plural } from '../open-project.ts'
import { type LineLook, type Span, styledLine } from '../terminal/styled-line.ts'

type Line = readonly Span[]

/** The preview as a tree: each rule with its verdict and reason, below it the steps of its branch. */
export function renderPlan(preview: PlanPreview, look: LineLook): string {
  const lines = [headLine(preview), ...preview.rules.flatMap((rule) => [[], ...ruleLines(rule)]), ...endLines(preview)]
  return lines.map((line) => `${styledLine(line, look)}\n`).join('')
}

function headLine({ workflow, rules, complete, worstCaseSteps }: PlanPreview): Line {
  const later = complete ? '' : ', some rules are decided later'
  return [
    [`workflow ${workflow}`, 'bold'],
    [`: ${plural(rules.length, 'rule')}, at most ${plural(worstCaseSteps, 'step')}${later}`],
  ]
}

function ruleLines(rule: RulePreview): Line[] {
  const { mark, style } = looks[String(rule.verdict) as keyof typeof looks]
  const head: Line = [[`${mark} `, style], [rule.name, 'bold'], ['  '], [rule.condition, 'dim']]
  const reason: Line = [['  '], [rule.reason, rule.verdict === null ? 'yellow' : 'dim']]
  if (rule.verdict !== null) return [head, reason, ...stepLines(rule.steps, '  ')]
  return [
    head,
    reason,
    [['  if true']],
    ...stepLines(rule.steps, '  '),
    ...(rule.otherwise === undefined ? [] : [[['  if false']] as Line, ...stepLines(rule.otherwise, '  ')]),
  ]
}

const looks = {
  true: { mark: '✓', style: 'green' },
  false: { mark: '✗', style: 'dim' },
  null: { mark: '?', style: 'yellow' },
} as const

function stepLines(steps: readonly StepPreview[], indent: string): Line[] {
  if (steps.length === 0) return [[[`${indent}└─ no steps`, 'dim']]]
  return steps.map((step, index) => stepLine(step, `${indent}${index === steps.length - 1 ? '└─' : '├─'} `))
}

function stepLine({ name, kind, agent, waitMs, needs, when }: StepPreview, branch: string): Line {
  const work = kind === 'wait' ? ` waits ${formatDurationMs(waitMs ?? 0)}` : agent === name ? '' : ` by ${agent}`
  const after = needs.length === 0 ? '' : `  after ${needs.join(', ')}`
  return [
    [branch, 'dim'],
    [name],
    [work, 'dim'],
    [after, 'dim'],
    [when === undefined ? '' : `  when ${when}`, 'yellow'],
  ]
}

function endLines({ error }: PlanPreview): Line[] {
  if (error === undefined) return []
  const head: Line = [['The job would fail at once: ', ['red', 'bold']], [`${error.code}: ${error.message}`]]
  return [[], head, ...(error.hint === undefined ? [] : [[['hint ', 'cyan'], [error.hint]] as Line])]
}

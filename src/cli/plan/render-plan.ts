import { formatDurationMs } from '../../core/duration.ts'
import type { PlanPreview, RulePreview, StepPreview } from '../../planner/preview-plan.ts'
import { plural } from '../open-project.ts'
import { type LineLook, type Span, styledLine } from '../terminal/styled-line.ts'

type Line = readonly Span[]

/** The preview as a tree: each rule with its verdict and reason, below it the steps of its branch. */
export function renderPlan(preview: PlanPreview, look: LineLook): string {
  const lines = [
    headLine(preview),
    ...preview.rules.flatMap((rule, index) => [[], ...ruleLines(rule, hasSteps(preview.rules.slice(0, index)))]),
    ...endLines(preview),
  ]
  return lines.map((line) => `${styledLine(line, look)}\n`).join('')
}

function headLine({ workflow, rules, complete, worstCaseSteps }: PlanPreview): Line {
  const later = complete ? '' : ', some rules are decided later'
  return [
    [`workflow ${workflow}`, 'bold'],
    [`: ${plural(rules.length, 'rule')}, at most ${plural(worstCaseSteps, 'step')}${later}`],
  ]
}

/** Steps without needs come after whatever the rules above them run. */
function hasSteps(rules: readonly RulePreview[]): boolean {
  return rules.some(({ steps, otherwise = [] }) => steps.length + otherwise.length > 0)
}

function ruleLines(rule: RulePreview, isLater: boolean): Line[] {
  const look = { indent: '  ', isLater }
  const { mark, style } = looks[String(rule.verdict) as keyof typeof looks]
  const head: Line = [[`${mark} `, style], [rule.name, 'bold'], ['  '], [rule.condition, 'dim']]
  const reason: Line = [['  '], [rule.reason, rule.verdict === null ? 'yellow' : 'dim']]
  if (rule.verdict !== null) return [head, reason, ...stepLines(rule.steps, look)]
  return [
    head,
    reason,
    [['  if true']],
    ...stepLines(rule.steps, look),
    ...(rule.otherwise === undefined ? [] : [[['  if false']] as Line, ...stepLines(rule.otherwise, look)]),
  ]
}

const looks = {
  true: { mark: '✓', style: 'green' },
  false: { mark: '✗', style: 'dim' },
  null: { mark: '?', style: 'yellow' },
} as const

interface Branch {
  readonly indent: string
  readonly isLater: boolean
}

function stepLines(steps: readonly StepPreview[], { indent, isLater }: Branch): Line[] {
  if (steps.length === 0) return [[[`${indent}└─ no steps`, 'dim']]]
  return steps.map((step, index) => {
    const after = step.needs.length > 0 ? step.needs.join(', ') : isLater ? 'the rules above' : undefined
    return stepLine(step, `${indent}${index === steps.length - 1 ? '└─' : '├─'} `, after)
  })
}

function stepLine({ name, kind, agent, waitMs, when }: StepPreview, branch: string, needed: string | undefined): Line {
  const work = kind === 'wait' ? ` waits ${formatDurationMs(waitMs ?? 0)}` : agent === name ? '' : ` by ${agent}`
  const after = needed === undefined ? '' : `  after ${needed}`
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

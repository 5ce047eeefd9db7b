/** A job as lines for a terminal: its rules as headings, their steps below. Pure: the same job and instant, the same lines. */
import type { Job, Step } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { costText } from '../../core/usd.ts'
import { displayWidth, padText } from '../terminal/display-width.ts'
import { type LineLook, type Span, styledLine } from '../terminal/styled-line.ts'
import { statusSpan } from './status-look.ts'
import { elapsedMs, stepNote } from './step-note.ts'

export interface TreeLook extends LineLook {
  /** Most lines to draw; steps in which nothing happens are counted instead of listed when they do not all fit. */
  readonly height: number
  /** Epoch ms. */
  readonly now: number
}

export function renderJobTree(job: Job, look: TreeLook): string[] {
  const whole = treeLines(job, look, () => true)
  const lines = whole.length <= look.height ? whole : treeLines(job, look, isLively)
  if (lines.length <= look.height) return lines.map((line) => styledLine(line, look))
  if (look.height < 2) return lines.slice(0, look.height).map((line) => styledLine(line, look))
  const shown = lines.slice(0, look.height - 1)
  const rest: Span = [`… ${lines.length - shown.length} more lines`, 'dim']
  return [...shown, [rest]].map((line) => styledLine(line, look))
}

type Line = readonly Span[]

function treeLines(job: Job, { now }: TreeLook, isListed: (step: Step) => boolean): Line[] {
  const widest = Math.min(32, Math.max(0, ...job.steps.map((step) => displayWidth(nameOf(step)))))
  const linesOf = (steps: readonly Step[]): Line[] => {
    const listed = steps.filter(isListed).map((step): Line => [['  '], ...stepSpans(step, { job, now, widest })])
    const counted = countedLine(steps.filter((step) => !isListed(step)))
    return counted === undefined ? listed : [...listed, counted]
  }
  const groups = job.plan.rules.flatMap((rule) => [
    ruleLine(rule),
    ...linesOf(job.steps.filter((step) => step.rule === rule.name)),
  ])
  const names = new Set(job.plan.rules.map(({ name }) => name))
  const withoutRule = linesOf(job.steps.filter((step) => !names.has(step.rule)))
  return [headLine(job, now), ...groups, ...withoutRule, ...errorLines(job)]
}

function headLine(job: Job, now: number): Line {
  const elapsed = elapsedMs(job, now)
  const notes = [
    ...(job.cost === undefined ? [] : [costText(job.cost)]),
    ...(job.epoch > 1 ? [`epoch ${job.epoch}`] : []),
    ...(job.pausedAt !== undefined && job.finishedAt === undefined ? ['paused'] : []),
    ...(job.cancelRequestedAt !== undefined && job.status !== 'cancelled' ? ['is being cancelled'] : []),
  ]
  return [
    statusSpan(job.status, 0),
    [`  job ${job.jobId}`, 'bold'],
    [`  ${[job.workflow, ...(elapsed === undefined ? [] : [formatDurationMs(elapsed)]), ...notes].join('  ')}`],
  ]
}

function ruleLine(rule: Job['plan']['rules'][number]): Line {
  return [
    [`rule ${rule.name}`, rule.verdict === true ? 'bold' : 'dim'],
    [`  ${rule.reason}`, 'dim'],
  ]
}

function stepSpans(step: Step, { job, now, widest }: { job: Job; now: number; widest: number }): Span[] {
  const elapsed = elapsedMs(step, now)
  const name = padText(nameOf(step), widest)
  const facts = [
    elapsed === undefined ? ' '.repeat(8) : formatDurationMs(elapsed).padStart(8),
    ...(step.attempt > 1 ? [`attempt ${step.attempt}`] : []),
    ...(step.cost === undefined ? [] : [costText(step.cost)]),
  ]
  const note = stepNote(step, job, now)
  const dim = step.status === 'skipped' || step.status === 'pending'
  return [
    statusSpan(step.status),
    dim ? [` ${name}`, 'dim'] : [` ${name}`],
    [`  ${facts.join('  ')}`, 'dim'],
    ...(note === '' ? [] : [[`  ${note}`, step.status === 'failed' ? 'red' : 'dim'] as const]),
  ]
}

/** The step, and who carries it out where the name does not say it. */
function nameOf(step: Step): string {
  return step.agent === undefined || step.stepId === step.agent ? step.stepId : `${step.stepId} (${step.agent})`
}

function isLively(step: Step): boolean {
  return step.status === 'running' || step.status === 'waiting' || step.error !== undefined
}

function countedLine(steps: readonly Step[]): Line | undefined {
  if (steps.length === 0) return undefined
  const counts = Map.groupBy(steps, (step) => step.status)
  const text = [...counts].map(([status, group]) => `${group.length} ${status}`).join(', ')
  return [[`  + ${text}`, 'dim']]
}

function errorLines(job: Job): Line[] {
  if (job.error === undefined) return []
  const { code, message, hint } = job.error
  return [[[`${code}: ${message}`, 'red']], ...(hint === undefined ? [] : [[[hint] as const]])]
}

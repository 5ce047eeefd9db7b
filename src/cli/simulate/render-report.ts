import { formatDurationMs } from '../../core/duration.ts'
import type { WorkflowReport } from '../../testing/workflow-simulation/report.ts'
import { plural } from '../open-project.ts'
import type { OutputStream } from '../output.ts'
import { paint } from '../paint.ts'
import { lookOf } from '../terminal/styled-line.ts'
import { wrapText } from '../terminal/wrap-text.ts'
import { accidentLines } from './accident-lines.ts'
import { renderFindings } from './render-findings.ts'
import type { ShownSimulationFinding } from './simulation-findings.ts'
import { tableLines } from './table-lines.ts'

/** The whole report: what jobs came to, what was reached how often, the worst, the accidents, and at the end the findings. */
export function renderReport(
  report: WorkflowReport,
  findings: readonly ShownSimulationFinding[],
  stream: OutputStream,
): string {
  const sections = [
    headLines(report, stream),
    failureLines(report, stream),
    ruleLines(report, stream),
    stepLines(report, stream),
    worstLines(report, stream),
    ...(report.accidents === undefined ? [] : accidentLines(report.accidents, stream)),
    noteLines(report, stream),
  ].filter((lines) => lines.length > 0)
  return `${[...sections.map((lines) => `${lines.join('\n')}\n`), renderFindings(findings, stream)].join('\n')}`
}

function headLines({ workflow, seeds, jobs }: WorkflowReport, stream: OutputStream): string[] {
  const ends = Object.entries(jobs)
    .sort((a, b) => b[1] - a[1])
    .map(([status, count]) => `${count} ${status}`)
  return [`${paint(stream, 'bold', `workflow ${workflow}`)}: ${plural(seeds, 'job')}, ${ends.join(', ')}`]
}

function failureLines({ failures }: WorkflowReport, stream: OutputStream): string[] {
  const rows = failures.map(({ code, cause, jobs, seed }) => [code, jobs, seed, cause])
  return tableLines(['FAILED WITH', 'JOBS', 'SEED', 'BECAUSE OF'], rows, stream)
}

function ruleLines({ rules }: WorkflowReport, stream: OutputStream): string[] {
  const rows = rules.map((rule) => [rule.name, rule.true, rule.false, rule.undecided, rule.condition])
  return tableLines(['RULE', 'TRUE', 'FALSE', 'OPEN', 'CONDITION'], rows, stream)
}

function stepLines({ steps, agents }: WorkflowReport, stream: OutputStream): string[] {
  const rows = steps.map(({ step, planned, ran, rule, branch, when, fellBack }) => {
    const skipped = when === undefined ? '' : `, ${when.skipped} skipped by its when`
    const fallen = fellBack === undefined || fellBack === 0 ? '' : `, ${fellBack} by the fallback`
    return [step, planned, ran, `${rule}: ${branch ? 'then' : 'else'}${skipped}${fallen}`]
  })
  const attempts = Object.entries(agents).map(([agent, count]) => `${agent} ${count}`)
  const line =
    attempts.length === 0 ? [] : wrapText(`attempts: ${attempts.join(', ')}`, lookOf(stream).width, { rest: 2 })
  return [...tableLines(['STEP', 'PLANNED', 'RAN', 'BRANCH'], rows, stream), ...line]
}

function worstLines({ worst: { steps, attempts, duration } }: WorkflowReport, stream: OutputStream): string[] {
  const deadline = duration.deadlineMs === undefined ? '-' : formatDurationMs(duration.deadlineMs)
  const rows = [
    ['steps of a job', steps.count, steps.budget, steps.seed, ''],
    ['attempts at a step', attempts.count, '-', attempts.seed, attempts.step],
    ['virtual time', formatDurationMs(duration.ms), deadline, duration.seed, ''],
  ]
  return tableLines(['WORST', 'SEEN', 'LIMIT', 'SEED', ''], rows, stream)
}

function noteLines({ notes }: WorkflowReport, stream: OutputStream): string[] {
  if (notes.length === 0) return []
  const text = `Values may differ from what agents give: not followed in their schemas: ${notes.join('; ')}`
  return wrapText(text, lookOf(stream).width, { rest: 2 })
}

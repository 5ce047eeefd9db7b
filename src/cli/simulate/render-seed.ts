import { formatDurationMs } from '../../core/duration.ts'
import type { SeedJob, SeedView } from '../../testing/workflow-simulation/seed-view.ts'
import { readableJson } from '../jobs/readable-json.ts'
import type { OutputStream } from '../output.ts'
import { paint } from '../paint.ts'
import { plainText } from '../terminal/display-width.ts'
import { type LineLook, lookOf, type Span, styledLine } from '../terminal/styled-line.ts'
import { wrapText } from '../terminal/wrap-text.ts'
import { renderFindings } from './render-findings.ts'
import type { ShownSimulationFinding } from './simulation-findings.ts'

export interface SeedLook {
  readonly stream: OutputStream
  readonly hasTrace: boolean
}

/** One seed: its input, with a trace all that happened, then why its rules and steps went as they did. */
export function renderSeed(
  view: SeedView,
  findings: readonly ShownSimulationFinding[],
  { stream, hasTrace }: SeedLook,
): string {
  const look = lookOf(stream)
  const aim = view.aim === undefined ? '' : `, aimed at: ${view.aim}`
  const lines = [
    `${paint(stream, 'bold', `seed ${view.seed}`)} of workflow ${view.workflow}${plainText(aim)}`,
    `input ${readableJson(view.input, stream.isTerminal)}`,
    ...(hasTrace ? ['', ...view.trace.map((line) => plainText(line))] : []),
    '',
    ...(view.job === undefined ? ['No client was told that its job was accepted'] : jobLines(view.job, look)),
  ]
  return `${lines.join('\n')}\n\n${renderFindings(findings, stream)}`
}

function jobLines({ status, durationMs, error, rules, steps }: SeedJob, look: LineLook): string[] {
  const head: Span[] = [
    [status, [status === 'completed' ? 'green' : 'red', 'bold']],
    [` after ${formatDurationMs(durationMs)} of virtual time`],
  ]
  return [
    styledLine(head, look),
    ...(error === undefined ? [] : wrapText(`${error.code}: ${error.message}`, look.width, { first: 2, rest: 4 })),
    ...rules.flatMap((rule) => [
      styledLine(
        [
          [`rule ${rule.name}`, 'bold'],
          [`  ${rule.condition}`, 'dim'],
        ],
        look,
      ),
      ...wrapText(rule.reason, look.width, { first: 2, rest: 4 }),
      ...steps.filter((step) => step.rule === rule.name).map((step) => styledLine(stepSpans(step), look)),
    ]),
  ]
}

function stepSpans({ stepId, agent, status, reason, output }: SeedJob['steps'][number]): Span[] {
  const by = agent === undefined || agent === stepId ? '' : ` (${agent})`
  return [
    [`  ${status} `, status === 'completed' ? 'green' : 'yellow'],
    [`${stepId}${by}`],
    [`  ${reason}`, 'dim'],
    [output === undefined ? '' : `  ${JSON.stringify(output)}`, 'dim'],
  ]
}

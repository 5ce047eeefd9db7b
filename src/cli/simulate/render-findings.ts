import { plural } from '../open-project.ts'
import type { OutputStream } from '../output.ts'
import { paint, type Style } from '../paint.ts'
import { lookOf } from '../terminal/styled-line.ts'
import { wrapText } from '../terminal/wrap-text.ts'
import type { ShownSimulationFinding } from './simulation-findings.ts'

/** Findings in whole sentences, each with its repair and its replay; at the end how many there are. */
export function renderFindings(findings: readonly ShownSimulationFinding[], stream: OutputStream): string {
  const blocks = findings.map((finding) => `${findingLines(finding, stream).join('\n')}\n`)
  return [...blocks, `${countLine(findings, stream)}\n`].join('\n')
}

function findingLines(finding: ShownSimulationFinding, stream: OutputStream): string[] {
  const { code, level, message, hint, input, replay } = finding
  const { width } = lookOf(stream)
  const labelled = (label: string, text: string | undefined, style: Style): string[] => {
    if (text === undefined) return []
    const [first = '', ...rest] = wrapText(`${label} ${text}`, width, { first: 2, rest: 4 })
    return [first.replace(label, paint(stream, style, label)), ...rest]
  }
  const [first = '', ...rest] = wrapText(`${level} ${message} (${code})`, width, { rest: 2 })
  return [
    first.replace(level, paint(stream, [level === 'error' ? 'red' : 'yellow', 'bold'], level)),
    ...rest,
    ...labelled('input:', input === undefined ? undefined : JSON.stringify(input), 'dim'),
    ...labelled('hint:', hint, 'cyan'),
    ...labelled('replay:', replay, 'cyan'),
  ]
}

function countLine(findings: readonly ShownSimulationFinding[], stream: OutputStream): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  const warnings = findings.length - errors
  if (findings.length === 0) return paint(stream, 'green', 'No findings')
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ]
  return paint(stream, errors > 0 ? ['red', 'bold'] : ['yellow', 'bold'], counts.join(', '))
}

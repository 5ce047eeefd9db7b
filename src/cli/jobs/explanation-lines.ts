import type { Explanation } from '../../api/contract.ts'
import { type LineLook, type Span, styledLine } from '../terminal/styled-line.ts'
import { statusSpan } from './status-look.ts'

/** Each rule with its condition, verdict, what it read and what was missing; below it why each of its steps stands where it stands. */
export function explanationLines({ rules, steps }: Explanation, look: LineLook): string[] {
  return rules.flatMap((rule): string[] => {
    const lines: (readonly Span[])[] = [
      [
        [`rule ${rule.name}`, 'bold'],
        [`  ${rule.condition}`, 'cyan'],
      ],
      [[`  ${rule.reason}`]],
      ...rule.read.map(({ path, value }): Span[] => [[`  read ${path} = ${JSON.stringify(value)}`, 'dim']]),
      ...rule.missing.map((path): Span[] => [[`  missing ${path}`, 'yellow']]),
      ...steps
        .filter((step) => step.rule === rule.name)
        .map((step): Span[] => [['  '], statusSpan(step.status), [` ${step.stepId}`], [`  ${step.reason}`, 'dim']]),
    ]
    return lines.map((line) => styledLine(line, look))
  })
}

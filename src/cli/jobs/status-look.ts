import type { StepStatus } from '../../core/status.ts'
import type { Span } from '../terminal/styled-line.ts'

interface StatusLook {
  readonly glyph: string
  readonly style: Exclude<Span[1], undefined>
}

/** Shape, colour and word together, so that none of them is needed alone. */
const looks: Readonly<Record<StepStatus, StatusLook>> = {
  pending: { glyph: '○', style: 'dim' },
  running: { glyph: '●', style: 'cyan' },
  waiting: { glyph: '◔', style: 'yellow' },
  completed: { glyph: '✓', style: 'green' },
  failed: { glyph: '✗', style: 'red' },
  cancelled: { glyph: '⊘', style: 'magenta' },
  skipped: { glyph: '–', style: 'dim' },
}

const longestStatus = 'completed'.length

/** `✓ completed`, padded so that what follows stands in one column. @param width of the word at least */
export function statusSpan(status: StepStatus, width: number = longestStatus): Span {
  return [`${looks[status].glyph} ${status.padEnd(width)}`, looks[status].style]
}

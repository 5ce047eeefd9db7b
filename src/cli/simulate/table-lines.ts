import type { OutputStream } from '../output.ts'
import { displayWidth, padText } from '../terminal/display-width.ts'
import { lookOf, styledLine } from '../terminal/styled-line.ts'

/** Rows under a heading, numbers to the right; the last column is cut at the edge of a terminal. None for no rows. */
export function tableLines(
  heading: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  stream: Pick<OutputStream, 'isTerminal' | 'columns' | 'color'>,
): string[] {
  if (rows.length === 0) return []
  const look = lookOf(stream)
  const isNumber = heading.map((_, column) => rows.some((row) => typeof row[column] === 'number'))
  const texts = [heading, ...rows].map((row) => row.map(String))
  const widths = heading.map((_, column) => Math.max(...texts.map((row) => displayWidth(row[column] ?? ''))))
  return texts.map((row, index) => {
    const cells = row.map((text, column) => {
      const size = widths[column] ?? 0
      if (isNumber[column] === true) return ' '.repeat(size - displayWidth(text)) + text
      return column === row.length - 1 ? text : padText(text, size)
    })
    const line = cells.join('  ')
    return styledLine([index === 0 ? [line, 'dim'] : [line]], look).trimEnd()
  })
}

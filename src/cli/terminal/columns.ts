import { displayWidth, padText } from './display-width.ts'
import { type LineLook, type Span, styledLine } from './styled-line.ts'

export interface TableLook extends LineLook {
  /** Off a terminal: cells separated by tabs, whole and without a heading, for other programs. */
  readonly tabs: boolean
}

/** Rows under a heading, each column as wide as its widest cell; the last one is cut at the edge of the terminal. */
export function columns(heading: readonly string[], rows: readonly (readonly Span[])[], look: TableLook): string[] {
  if (look.tabs) {
    return rows.map((row) =>
      row.map(([text]) => styledLine([[text]], { width: Number.POSITIVE_INFINITY, color: false })).join('\t'),
    )
  }
  const all: (readonly Span[])[] = [heading.map((text): Span => [text, 'dim']), ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column]?.[0] ?? ''))))
  return all.map((row) =>
    styledLine(
      row.map(([text, style], column): Span => {
        const padded = column === row.length - 1 ? text : `${padText(text, widths[column] ?? 0)}  `
        return style === undefined ? [padded] : [padded, style]
      }),
      look,
    ),
  )
}

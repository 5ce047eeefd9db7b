import type { Place, Span } from '../core/fault.ts'

/** Makes places in one text; its line starts are found once. */
export function createPlaces(text: string, file: string): (span: Span) => Place {
  const lineStarts = findLineStarts(text)
  return ({ start, end }) => {
    const line = lastAtOrBefore(lineStarts, start)
    return { file, line: line + 1, column: start - (lineStarts[line] ?? 0) + 1, start, end }
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the last of the sorted numbers that is not beyond `offset`. */
function lastAtOrBefore(sorted: readonly number[], offset: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

import { formatBytes } from '../core/size.ts'

export interface LambdaSize {
  readonly name: string
  /** Of all files in its folder, unpacked: Lambda takes up to 250 MB. */
  readonly bytes: number
}

/** Of a list that is longer, the rest is only counted. */
const mostLines = 20

/** A line each, the largest of each group first. */
export function sizeLines(...groups: readonly (readonly LambdaSize[])[]): string {
  const width = Math.max(...groups.flat().map(({ name }) => name.length))
  return groups.map((group) => linesOf(group, width)).join('')
}

function linesOf(sizes: readonly LambdaSize[], width: number): string {
  const shown = [...sizes].sort((a, b) => b.bytes - a.bytes).slice(0, mostLines)
  const lines = shown.map(({ name, bytes }) => `  ${name.padEnd(width)}  ${formatBytes(bytes).padStart(9)}\n`)
  const rest = sizes.length - shown.length
  return lines.join('') + (rest === 0 ? '' : `  and ${rest} more, none of them larger\n`)
}

import { displayWidth, plainText } from './display-width.ts'

export interface Indent {
  /** Columns before the first line, and before all others. */
  readonly first?: number
  readonly rest?: number
}

/** A plain text in lines of at most `width` columns, broken between words; a longer word has a line of its own. */
export function wrapText(text: string, width: number, { first = 0, rest = 0 }: Indent = {}): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plainText(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    const left = width - (lines.length === 0 ? first : rest)
    if (line !== '' && displayWidth(longer) > left) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].map((one, index) => ' '.repeat(index === 0 ? first : rest) + one)
}

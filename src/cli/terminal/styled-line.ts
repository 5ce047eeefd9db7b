import type { OutputStream } from '../output.ts'
import { paint, type Style } from '../paint.ts'
import { displayWidth, fitText, plainText } from './display-width.ts'

/** A stretch of a line in one style. The text may come from anywhere. */
export type Span = readonly [text: string, style?: Style]

export interface LineLook {
  /** Columns; what goes beyond is cut. */
  readonly width: number
  readonly color: boolean
}

/** As wide as the terminal; off a terminal nothing is cut or broken into lines. */
export function lookOf(stream: Pick<OutputStream, 'isTerminal' | 'columns' | 'color'>): LineLook {
  return { width: stream.isTerminal ? stream.columns : Number.POSITIVE_INFINITY, color: stream.color }
}

/** One line for a terminal: never wider than asked, colour only when asked, no control characters from the texts. */
export function styledLine(spans: readonly Span[], { width, color }: LineLook): string {
  let line = ''
  let left = width
  for (const [text, style] of spans) {
    const plain = plainText(text)
    const fitted = fitText(plain, left)
    line += style === undefined || fitted === '' ? fitted : paint({ color }, style, fitted)
    left -= displayWidth(fitted)
    if (fitted !== plain) break
  }
  return color ? line : line.trimEnd()
}

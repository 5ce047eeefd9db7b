import { styleText } from 'node:util'
import type { OutputStream } from './output.ts'

export type Style = Parameters<typeof styleText>[0]

/** Puts a text into a style, or leaves it as it is where the stream takes no colour. */
export function paint(stream: Pick<OutputStream, 'color'>, style: Style, text: string): string {
  return stream.color ? styleText(style, text, { validateStream: false }) : text
}

import { foreignHint } from './foreign-syntax.ts'
import { advance } from './scanner.ts'
import { maxDepth, maxNodes } from './syntax.ts'
import { refuse } from './syntax-problem.ts'
import { clip } from './text.ts'
import { isAt, type Reading, type TokenKind, tokenText } from './token.ts'

/** What stops a reading at its current token: the limits of S15, and a token that does not belong there. */

/** Passes the current token and goes one level deeper. */
export function enter(reading: Reading): void {
  if (++reading.depth > maxDepth) refuse(`it is nested deeper than ${maxDepth} levels`, reading)
  advance(reading)
}

/** Passes the closing bracket of what was entered. Returns where it ends. */
export function leave(reading: Reading): number {
  const { end } = reading
  advance(reading)
  reading.depth--
  return end
}

export function countNode(reading: Reading): void {
  if (++reading.nodes > maxNodes) refuse(`it has more than ${maxNodes} parts`, reading, splitHint)
}

export const splitHint = 'Split it into several rules'

/** Stops unless the current token is of that kind. */
export function need(reading: Reading, kind: TokenKind, expected = `\`${kind}\``): void {
  if (!isAt(reading, kind)) unexpected(reading, expected)
}

export function unexpected(reading: Reading, expected: string, hint = foreignHint(reading)): never {
  const met = isAt(reading, 'end') ? 'the end' : `\`${clip(tokenText(reading))}\``
  refuse(`expected ${expected}, met ${met}`, reading, hint)
}

import type { Keyword } from './keyword.ts'

/**
 * A text being read, one token at a time: a condition, or the inside of `${{ }}` in a mapping.
 * Characters that start no token become the token `odd`, so that the parser can say what it expected in their place.
 * Fields are overwritten by each `advance`: a token is not an object, because parsing must stay below 2 us.
 */
export interface Reading {
  readonly text: string
  kind: TokenKind
  start: number
  end: number
  /** Of a string or number. */
  value: string | number
  /** What S15 limits. */
  depth: number
  nodes: number
}

/** After a dot a keyword is a name like any other (S13): there `tokenText` counts. */
export type TokenKind = 'end' | 'name' | Keyword | 'string' | 'number' | 'odd' | Punctuation
export type Punctuation = '(' | ')' | '[' | ']' | ',' | '.' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '??' | '}}'

/** Whether the current token is of that kind. A call, because TypeScript would take `kind` for unchanged after `advance`. */
export function isAt(reading: Reading, kind: TokenKind): boolean {
  return reading.kind === kind
}

/** The token as written. */
export function tokenText({ text, start, end }: Reading): string {
  return text.slice(start, end)
}

export function take(reading: Reading, kind: TokenKind, end: number): void {
  reading.kind = kind
  reading.end = end
}

/** Where what matches at that place ends; 0 when nothing does. The pattern is sticky. */
export function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : 0
}

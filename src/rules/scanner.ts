import { type Keyword, keywordOf } from './keyword.ts'
import { readNumber } from './read-number.ts'
import { readString } from './read-string.ts'

/**
 * Reads one token at a time from a condition, or from inside `${{ }}` of a mapping.
 * Characters that start no token become the token `odd`, so that the parser can say what it expected in their place.
 * Fields are overwritten by each `advance`: a token is not an object, because parsing must stay below 2 us.
 */
export interface Scanner {
  readonly text: string
  kind: TokenKind
  start: number
  end: number
  /** Of a string or number. */
  value: string | number
  /** Which keyword the name is; whether it counts as one depends on where it stands (S13). */
  keyword: Keyword | undefined
}

export type TokenKind = 'end' | 'name' | 'string' | 'number' | 'odd' | Punctuation
type Punctuation = '(' | ')' | '[' | ']' | ',' | '.' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '??' | '}}'

/** A scanner whose token is the first one at or after `at`. */
export function scan(text: string, at = 0): Scanner {
  const scanner: Scanner = { text, kind: 'end', start: at, end: at, value: 0, keyword: undefined }
  advance(scanner)
  return scanner
}

/** Reads the next token. Throws a `SyntaxProblem` for a string or number that is not written as the grammar has it. */
export function advance(scanner: Scanner): void {
  const { text } = scanner
  scanner.keyword = undefined
  let at = scanner.end
  while (classOf(text.charCodeAt(at)) === space) at++
  scanner.start = at
  const code = text.charCodeAt(at)
  switch (classOf(code)) {
    case letter:
      return readName(scanner)
    case single:
      return take(scanner, text.charAt(at) as Punctuation, 1)
    case quote:
      return readString(scanner)
    case digit:
      return readNumber(scanner)
    case operator:
      return readOperator(scanner, code)
    default:
      return at >= text.length ? take(scanner, 'end', 0) : readOdd(scanner)
  }
}

/** Whether the current token is of that kind. A call, because TypeScript would take `kind` for unchanged after `advance`. */
export function isAt(scanner: Scanner, kind: TokenKind): boolean {
  return scanner.kind === kind
}

/** The token as written. */
export function tokenText(scanner: Scanner): string {
  return scanner.text.slice(scanner.start, scanner.end)
}

export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
}

const other = 0
const space = 1
const letter = 2
const digit = 3
const quote = 4
const single = 5
const operator = 6

const classes = new Uint8Array(128)
for (const [group, characters] of [
  [space, ' \t\n\r'],
  [letter, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'],
  [digit, '0123456789-'],
  [quote, '\'"'],
  [single, '()[],.'],
  [operator, '=!<>?}'],
] as const) {
  for (const character of characters) classes[character.charCodeAt(0)] = group
}

/** NaN, past the end, and everything beyond ASCII belong to no class. */
function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? other) : other
}

function take(scanner: Scanner, kind: TokenKind, length: number): void {
  scanner.kind = kind
  scanner.end = scanner.start + length
}

const minus = '-'.charCodeAt(0)

function readName(scanner: Scanner): void {
  const { text } = scanner
  let at = scanner.start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    const group = classOf(code)
    if (group !== letter && (group !== digit || code === minus)) break
    at++
  }
  scanner.kind = 'name'
  scanner.end = at
  if (at - scanner.start <= 3) scanner.keyword = keywordOf(text.slice(scanner.start, at))
}

const equals = '='.charCodeAt(0)
const less = '<'.charCodeAt(0)
const greater = '>'.charCodeAt(0)

function readOperator(scanner: Scanner, code: number): void {
  const { text, start } = scanner
  const second = text.charCodeAt(start + 1)
  if (second === equals && text.charCodeAt(start + 2) !== equals) {
    const pair = text.slice(start, start + 2)
    if (pair === '==' || pair === '!=' || pair === '<=' || pair === '>=') return take(scanner, pair, 2)
  }
  if (code === less && second !== greater && second !== equals) return take(scanner, '<', 1)
  if (code === greater && second !== equals) return take(scanner, '>', 1)
  if (text.startsWith('??', start)) return take(scanner, '??', 2)
  if (text.startsWith('}}', start)) return take(scanner, '}}', 2)
  readOdd(scanner)
}

/** What people write from other languages, whole; else one character, a surrogate pair being one. */
const odd = /\$\{\{|[=!]==|[<>]==|&&|\|\||<>|=>|=<|\*\*|\/\/|./suy

function readOdd(scanner: Scanner): void {
  odd.lastIndex = scanner.start
  take(scanner, 'odd', odd.exec(scanner.text)?.[0].length ?? 1)
}

import type { Scanner } from './scanner.ts'
import { SyntaxProblem } from './syntax-problem.ts'

const backslash = '\\'.charCodeAt(0)
const lineFeed = '\n'.charCodeAt(0)
const carriageReturn = '\r'.charCodeAt(0)

/** Reads a string in either kind of quotes. */
export function readString(scanner: Scanner): void {
  const { text, start } = scanner
  const quote = text.charCodeAt(start)
  let value = ''
  let copied = start + 1
  for (let at = copied; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      scanner.kind = 'string'
      scanner.value = value + text.slice(copied, at)
      scanner.end = at + 1
      return
    }
    if (code === lineFeed || code === carriageReturn) {
      throw new SyntaxProblem('a string breaks off at the end of the line', { start, end: at }, closeHint(text, start))
    }
    if (code === backslash) {
      const character = readEscape(text, at)
      value += text.slice(copied, at) + character.value
      copied = at + character.length
      at = copied - 1
    }
  }
  throw new SyntaxProblem('a string is not closed', { start, end: text.length }, closeHint(text, start))
}

function closeHint(text: string, start: number): string {
  return `Close it with ${text.charAt(start)}, and write a line break as \\n`
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r' }
const unicode = /u([0-9A-Fa-f]{4})/y

function readEscape(text: string, at: number): { value: string; length: number } {
  const letter = text.charAt(at + 1)
  const simple = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
  if (simple !== undefined) return { value: simple, length: 2 }
  unicode.lastIndex = at + 1
  const hex = unicode.exec(text)?.[1]
  if (hex !== undefined) return { value: String.fromCharCode(Number.parseInt(hex, 16)), length: 6 }
  // A code point, not a unit: the span must not cut a surrogate pair. The text may end, or the line break, after the backslash.
  const width = (text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2
  const span = { start: at, end: Math.min(at + width, text.length) }
  throw new SyntaxProblem('a string holds an unknown escape', span, 'Write \\\\ \\\' \\" \\n \\t \\r or \\uXXXX')
}

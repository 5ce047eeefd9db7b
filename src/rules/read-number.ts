import { clip } from './clip.ts'
import { keywordOf } from './keyword.ts'
import type { Scanner } from './scanner.ts'
import { SyntaxProblem } from './syntax-problem.ts'

const shape = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
/** What may not follow directly, unless it is a keyword: `1or` is two tokens, `0x1f`, `1_000`, `007` and `1.` are none. */
const rest = /[A-Za-z0-9_.]+/y

/** Reads a JSON number. A minus that no digit follows is left to the parser as an odd character. */
export function readNumber(scanner: Scanner): void {
  const { text, start } = scanner
  shape.lastIndex = start
  const match = shape.exec(text)
  if (match === null) {
    scanner.kind = 'odd'
    scanner.end = start + 1
    return
  }
  const written = match[0]
  const end = start + written.length
  rest.lastIndex = end
  const tail = rest.exec(text)?.[0]
  if (tail !== undefined && keywordOf(tail) === undefined) refuse(text, { start, end: end + tail.length })
  const value = Number(written)
  const isInteger = match[1] === undefined && match[2] === undefined
  if (isInteger && !Number.isSafeInteger(value)) {
    const largest = String(Number.MAX_SAFE_INTEGER)
    throw new SyntaxProblem(`the integer ${clip(written)} is beyond ${largest} and would be rounded`, { start, end })
  }
  if (!Number.isFinite(value)) throw new SyntaxProblem(`the number ${clip(written)} is too large`, { start, end })
  scanner.kind = 'number'
  scanner.value = value
  scanner.end = end
}

function refuse(text: string, span: { start: number; end: number }): never {
  const written = text.slice(span.start, span.end)
  const hint = /^-?0[0-9]/.test(written)
    ? 'Write it without leading zeros'
    : /^-?0[box]/i.test(written)
      ? 'Write it as a decimal number'
      : /^-?[0-9_]+$/.test(written)
        ? 'Write it without _'
        : 'Write a number like 1, -0.5 or 1e6'
  throw new SyntaxProblem(`${clip(written)} is not a number`, span, hint)
}

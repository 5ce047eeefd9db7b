import { refuse } from './syntax-problem.ts'
import { firstOf } from './text.ts'
import { endOf, type Reading, take } from './token.ts'

/** In either kind of quotes, on one line; what follows a backslash is looked at when the string is known to end. */
const whole = /(["'])(?:(?!\1)[^\\\n\r]|\\.)*\1/y
const line = /[^\n\r]*/y
const escapes = /\\(?:[\\'"ntr]|u[\dA-Fa-f]{4}|.)/g

export function readString(reading: Reading): void {
  const { text, start } = reading
  const end = endOf(whole, text, start)
  if (end === 0) {
    const hint = `Close it with ${text.charAt(start)}; a line break is \\n`
    refuse('a string is not closed', { start, end: endOf(line, text, start) }, hint)
  }
  const from = start + 1
  const inner = text.slice(from, end - 1)
  reading.value = inner.includes('\\')
    ? inner.replace(escapes, (written, at) => characterOf(written, text, from + at))
    : inner
  take(reading, 'string', end)
}

/** What the escape at that offset stands for. JSON has the same escapes, but for the single quote. */
function characterOf(written: string, text: string, at: number): string {
  if (written === "\\'") return "'"
  if (written.length > 2 || /[\\"ntr]$/.test(written)) return JSON.parse(`"${written}"`)
  const span = { start: at, end: at + firstOf(text.slice(at), 2).length }
  refuse('a string holds an unknown escape', span, 'Write \\\\ \\\' \\" \\n \\t \\r or \\uXXXX')
}

import { isKeyword } from './keyword.ts'
import { refuse } from './syntax-problem.ts'
import { clip } from './text.ts'
import { endOf, type Reading, take } from './token.ts'

const shape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/**
 * What may not follow directly, unless it is a keyword: `1or` is two tokens, `0x1f`, `1_000`, `007` and `1.` are none.
 * Nor does `-2.x` of `results.reporter-2.x` begin with a wrong number: the parser says what is wrong with the minus.
 */
const rest = /(?!\.[A-Za-z_])[\w.]+/y

/** Reads a JSON number (S7). A minus that no digit follows is left to the parser as an odd character. */
export function readNumber(reading: Reading): void {
  const { text, start } = reading
  const end = endOf(shape, text, start)
  if (end === 0) return take(reading, 'odd', start + 1)
  const tail = endOf(rest, text, end)
  if (tail > 0 && !isKeyword(text.slice(end, tail))) {
    const hint = 'Write a decimal without leading zeros, without _'
    refuse(`${clip(text.slice(start, tail))} is not a number`, { start, end: tail }, hint)
  }
  const written = text.slice(start, end)
  const value = Number(written)
  const isInteger = !/[.eE]/.test(written)
  if (isInteger ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    refuse('the number is too large: it is rounded', { start, end })
  }
  reading.value = value
  take(reading, 'number', end)
}

import { isKeyword } from './keyword.ts'
import { readNumber } from './read-number.ts'
import { readString } from './read-string.ts'
import { endOf, type Punctuation, type Reading, take, tokenText } from './token.ts'

/** Begins at the first token at or after `at`. */
export function startReading(text: string, at = 0): Reading {
  const reading: Reading = { text, kind: 'end', start: at, end: at, value: 0, depth: 0, nodes: 0 }
  advance(reading)
  return reading
}

/** Reads the next token. Refuses a string or number that is not written as the grammar has it. */
export function advance(reading: Reading): void {
  const { text } = reading
  let at = reading.end
  let code = text.charCodeAt(at)
  while (isBlank(code)) code = text.charCodeAt(++at)
  reading.start = at
  if (isLetter(code)) readName(reading)
  else if (code === quote || code === doubleQuote) readString(reading)
  else if (isDigit(code) || code === minus) readNumber(reading)
  else if (at >= text.length) take(reading, 'end', at)
  else readPunctuation(reading)
}

export function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text)
}

/** The ASCII code of a character. */
const quote = 39
const doubleQuote = 34
const minus = 45
const underscore = 95

/** Space, tab, line feed, carriage return. NaN, which is past the end, is nothing of all this. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}

function isLetter(code: number): boolean {
  const lower = code | 32
  return (lower >= 97 && lower <= 122) || code === underscore
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function readName(reading: Reading): void {
  const { text, start } = reading
  let at = start + 1
  for (let code = text.charCodeAt(at); isLetter(code) || isDigit(code); code = text.charCodeAt(at)) at++
  const word = at - start <= 3 ? text.slice(start, at) : ''
  take(reading, isKeyword(word) ? word : 'name', at)
}

const singles = '()[],.'
/** Whole ones only: `===` and `<>` are none. */
const operators = /[=!<>]=(?!=)|<(?![=>])|>(?!=)|\?\?|\}\}/y
/** What people write from other languages, whole; else one character, a surrogate pair being one. */
const odd = /\$\{\{|[=!<>]==|&&|\|\||<>|=[<>]|\*\*|\/\/|./suy

function readPunctuation(reading: Reading): void {
  const { text, start } = reading
  // Most are single, and this is faster than the pattern.
  const end = singles.includes(text.charAt(start)) ? start + 1 : endOf(operators, text, start)
  take(reading, 'odd', end > 0 ? end : endOf(odd, text, start))
  if (end > 0) reading.kind = tokenText(reading) as Punctuation
}

/** The characters that a class or an escape of a regular expression stands for, few of many. */
export type CharacterSet = readonly string[]

/** Ranges over whole scripts give their beginning. */
const maxRange = 500

const digits = between('0', '9')
const wordCharacters = [...between('a', 'z'), ...between('A', 'Z'), ...digits, '_']
const printable = between(' ', '~')

/** What a dot makes. */
export const dot: CharacterSet = [...between('a', 'z'), ...digits]

interface Found {
  readonly set: CharacterSet
  /** Behind what was read. */
  readonly end: number
}

/** An escape, from behind its backslash. Undefined: not known here. */
export function escapeAt(pattern: string, at: number): Found | undefined {
  const character = pattern[at] ?? ''
  const code = /^(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]+)\})/.exec(pattern.slice(at))
  if (code !== null) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)
    return { set: [String.fromCodePoint(point)], end: at + code[0].length }
  }
  const set = Object.hasOwn(escapes, character) ? escapes[character] : undefined
  if (set !== undefined) return { set, end: at + 1 }
  return /[A-Za-z0-9]/.test(character) ? undefined : { set: [character], end: at + 1 }
}

const escapes: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  w: wordCharacters,
  s: [' '],
  D: without(digits),
  W: without(wordCharacters),
  S: without([' ']),
  n: ['\n'],
  r: ['\r'],
  t: ['\t'],
  0: ['\0'],
}

/** A class, from behind its opening bracket. Undefined: not known here, or nothing is in it. */
export function classAt(pattern: string, start: number): Found | undefined {
  const isNegated = pattern[start] === '^'
  const characters: string[] = []
  let at = isNegated ? start + 1 : start
  while (at < pattern.length && pattern[at] !== ']') {
    const found = rangeAt(pattern, at)
    if (found === undefined) return undefined
    characters.push(...found.set)
    at = found.end
  }
  const set = isNegated ? without(characters) : characters
  return at < pattern.length && set.length > 0 ? { set, end: at + 1 } : undefined
}

/** `a-z`, or one member. A hyphen before the closing bracket is a member itself. */
function rangeAt(pattern: string, at: number): Found | undefined {
  const first = memberAt(pattern, at)
  const isRange = first?.set.length === 1 && pattern[first.end] === '-' && pattern[first.end + 1] !== ']'
  if (!isRange) return first
  const last = memberAt(pattern, first.end + 1)
  return last?.set.length === 1 ? { set: between(first.set[0] ?? '', last.set[0] ?? ''), end: last.end } : undefined
}

function memberAt(pattern: string, at: number): Found | undefined {
  if (pattern[at] === '\\') return escapeAt(pattern, at + 1)
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0)
  return { set: [character], end: at + character.length }
}

function between(first: string, last: string): string[] {
  const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0]
  return Array.from({ length: Math.min(maxRange, to - from + 1) }, (_, index) => String.fromCodePoint(from + index))
}

function without(characters: readonly string[]): string[] {
  return printable.filter((character) => !characters.includes(character))
}

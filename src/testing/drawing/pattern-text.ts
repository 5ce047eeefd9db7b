import type { Random } from '../simulation/random.ts'
import { type CharacterSet, classAt, dot, escapeAt } from './pattern-characters.ts'

/**
 * Makes texts from a regular expression: what they are made of is right, what looks around (`(?=…)`, `\b`) is passed over,
 * so that each text must be tried. Undefined for a pattern with parts that are not known here (`\1`, `\p{…}`).
 */
export function patternText(pattern: string): Make | undefined {
  const reading: Reading = { pattern, at: 0 }
  try {
    const make = readAlternatives(reading)
    return reading.at === pattern.length ? make : undefined
  } catch (error) {
    if (error instanceof UnknownPart) return undefined
    throw error
  }
}

export type Make = (random: Random) => string

class UnknownPart extends Error {}

interface Reading {
  readonly pattern: string
  at: number
}

function readAlternatives(reading: Reading): Make {
  const choices = [readSequence(reading)]
  while (reading.pattern[reading.at] === '|') {
    reading.at += 1
    choices.push(readSequence(reading))
  }
  return (random) => choices[random.below(choices.length)]?.(random) ?? ''
}

function readSequence(reading: Reading): Make {
  const parts: Make[] = []
  for (;;) {
    const next = reading.pattern[reading.at]
    if (next === undefined || next === '|' || next === ')') break
    parts.push(readRepeated(reading))
  }
  return (random) => parts.map((make) => make(random)).join('')
}

/** What a star or plus adds at most. */
const maxMore = 6

function readRepeated(reading: Reading): Make {
  const make = readAtom(reading)
  const found = /^(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/.exec(reading.pattern.slice(reading.at))
  if (found === null) return make
  reading.at += found[0].length
  const [, sign, from = '', comma, to = ''] = found
  const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0
  const most = sign === '?' ? 1 : to !== '' ? Number(to) : sign === undefined && comma === '' ? least : least + maxMore
  return (random) => {
    const count = least + random.below(most - least + 1)
    return Array.from({ length: count }, () => make(random)).join('')
  }
}

function readAtom(reading: Reading): Make {
  const { pattern } = reading
  const character = String.fromCodePoint(pattern.codePointAt(reading.at) ?? 0)
  reading.at += character.length
  switch (character) {
    case '^':
    case '$':
      return () => ''
    case '.':
      return oneOf(dot)
    case '(':
      return readGroup(reading)
    case '[':
      return oneOf(read(classAt(pattern, reading.at), reading))
    case '\\': {
      if (pattern[reading.at] === 'b' || pattern[reading.at] === 'B') return skip(reading)
      return oneOf(read(escapeAt(pattern, reading.at), reading))
    }
    default:
      return () => character
  }
}

function skip(reading: Reading): Make {
  reading.at += 1
  return () => ''
}

function read(found: { readonly set: CharacterSet; readonly end: number } | undefined, reading: Reading): CharacterSet {
  if (found === undefined) throw new UnknownPart(reading.pattern)
  reading.at = found.end
  return found.set
}

function readGroup(reading: Reading): Make {
  const opening = /^\?(?::|<[A-Za-z_]\w*>|(<?[=!]))/.exec(reading.pattern.slice(reading.at))
  reading.at += opening?.[0].length ?? 0
  const make = readAlternatives(reading)
  if (reading.pattern[reading.at] !== ')') throw new UnknownPart(reading.pattern)
  reading.at += 1
  return opening?.[1] === undefined ? make : () => ''
}

function oneOf(set: CharacterSet): Make {
  return (random) => set[random.below(set.length)] ?? ''
}

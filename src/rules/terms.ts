import { isKeyword } from './keyword.ts'
import { advance } from './scanner.ts'
import { countNode, enter, leave, need, unexpected } from './stop-reading.ts'
import {
  type Expression,
  type List,
  type Literal,
  maxListItems,
  type Path,
  type PathKey,
  type Scalar,
} from './syntax.ts'
import { refuse } from './syntax-problem.ts'
import { isAt, type Reading, tokenText } from './token.ts'

/** The parts that conditions and `${{ }}` mappings have in common. */

/** Reads `input.rows[0]`; the current token is the root's name. */
export function readPath(reading: Reading): Path {
  const { start } = reading
  let { end } = reading
  const root = tokenText(reading)
  const keys: PathKey[] = []
  countNode(reading)
  advance(reading)
  while (isAt(reading, '.') || isAt(reading, '[')) {
    keys.push(isAt(reading, '.') ? readNameKey(reading) : readBracketKey(reading))
    end = reading.end
    advance(reading)
  }
  return { kind: 'path', root, keys, start, end }
}

/** Reads a string, a number, or `true`, `false`, `null`; undefined, with nothing read, for any other token. */
export function readLiteral(reading: Reading): Literal | undefined {
  const { kind, start, end } = reading
  const isQuotedOrNumber = kind === 'string' || kind === 'number'
  const value = isQuotedOrNumber ? reading.value : words.get(tokenText(reading))
  if (value === undefined) return undefined
  countNode(reading)
  advance(reading)
  return { kind: 'literal', value, start, end }
}

const words = new Map<string, Scalar>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
])

/** Reads `[ ... ]`, each item by `readItem`; the current token is the bracket. */
export function readList(reading: Reading, readItem: (reading: Reading) => Expression): List {
  const { start } = reading
  countNode(reading)
  const items = readItems(reading, ']', readItem)
  return { kind: 'list', items, start, end: leave(reading) }
}

/** Reads what stands between brackets, with commas in between. Ends at the closing one, which `leave` passes. */
export function readItems(
  reading: Reading,
  closing: ']' | ')',
  readItem: (reading: Reading) => Expression,
): readonly Expression[] {
  const items: Expression[] = []
  enter(reading)
  while (!isAt(reading, closing)) {
    if (items.length === maxListItems) refuse(`a list has more than ${maxListItems} items`, reading)
    items.push(readItem(reading))
    if (isAt(reading, closing)) break
    need(reading, ',', `a comma or \`${closing}\``)
    advance(reading)
    // Only a list may end in a comma.
    if (closing === ')' && isAt(reading, closing)) unexpected(reading, 'a value')
  }
  return items
}

/** Ends at the name. */
function readNameKey(reading: Reading): PathKey {
  advance(reading)
  if (!isAt(reading, 'name') && !isKeyword(reading.kind)) unexpected(reading, 'a name after the dot')
  return { key: tokenText(reading), start: reading.start, end: reading.end }
}

/** Ends at the closing bracket. */
function readBracketKey(reading: Reading): PathKey {
  advance(reading)
  const { kind, value, start, end } = reading
  const isIndex = kind === 'number' && /^\d+$/.test(tokenText(reading))
  if (kind !== 'string' && !isIndex) unexpected(reading, 'a key in quotes or an index from 0')
  advance(reading)
  need(reading, ']')
  return { key: value, start, end }
}

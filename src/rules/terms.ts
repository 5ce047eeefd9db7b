import { countNode, enter, type Reading, unexpected } from './reading.ts'
import { advance, isAt, type Scanner, tokenText } from './scanner.ts'
import { type Expression, type List, type Literal, limits, type Path, type PathKey, type Scalar } from './syntax.ts'
import { SyntaxProblem } from './syntax-problem.ts'

/** The parts that conditions and `${{ }}` mappings have in common. Each throws a `SyntaxProblem`. */

/** Reads `input.rows[0]`; the current token is the root's name. */
export function readPath(reading: Reading): Path {
  const { scanner } = reading
  const { start } = scanner
  countNode(reading)
  const root = tokenText(scanner)
  let { end } = scanner
  advance(scanner)
  const keys: PathKey[] = []
  while (isAt(scanner, '.') || isAt(scanner, '[')) {
    const key = isAt(scanner, '.') ? readNameKey(scanner) : readBracketKey(scanner)
    keys.push(key)
    end = scanner.end
    advance(scanner)
  }
  return { kind: 'path', root, keys, start, end }
}

/** Reads a string, a number, or `true`, `false`, `null`; undefined, with nothing read, for any other token. */
export function readLiteral(reading: Reading): Literal | undefined {
  const { scanner } = reading
  const { kind, start, end } = scanner
  let value: Scalar | undefined
  if (kind === 'string' || kind === 'number') value = scanner.value
  else if (kind === 'name') value = words.get(tokenText(scanner))
  if (value === undefined) return undefined
  countNode(reading)
  advance(scanner)
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
  const { scanner } = reading
  const { start } = scanner
  enter(reading)
  countNode(reading)
  advance(scanner)
  const items: Expression[] = []
  while (!isAt(scanner, ']')) {
    if (items.length === limits.listItems) {
      throw new SyntaxProblem(`a list has more than ${limits.listItems} items`, scanner)
    }
    items.push(readItem(reading))
    if (isAt(scanner, ',')) advance(scanner)
    else if (!isAt(scanner, ']')) unexpected(scanner, 'a comma or `]`')
  }
  const { end } = scanner
  advance(scanner)
  reading.depth--
  return { kind: 'list', items, start, end }
}

/** Ends at the name. */
function readNameKey(scanner: Scanner): PathKey {
  advance(scanner)
  if (!isAt(scanner, 'name')) unexpected(scanner, 'a name after the dot')
  return { key: tokenText(scanner), start: scanner.start, end: scanner.end }
}

/** Ends at the closing bracket. */
function readBracketKey(scanner: Scanner): PathKey {
  advance(scanner)
  const { kind, value, start, end } = scanner
  const isIndex = kind === 'number' && /^[0-9]+$/.test(tokenText(scanner))
  if (kind !== 'string' && !isIndex) unexpected(scanner, 'a key in quotes or an index from 0')
  advance(scanner)
  if (!isAt(scanner, ']')) unexpected(scanner, '`]`')
  return { key: value, start, end }
}

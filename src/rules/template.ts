import type { JsonValue } from '../core/json.ts'
import { type Reading, startReading, unexpected } from './reading.ts'
import { advance, isAt, type Scanner } from './scanner.ts'
import type { Expression, List, Literal, Path } from './syntax.ts'
import { readList, readLiteral, readPath } from './terms.ts'

/** A string of a mapping, in order: text as it is, and what stands between `${{` and `}}`. */
export type TemplatePart = string | Slot

export interface Slot {
  readonly path: Path
  /** After `??`: what a missing path gives. */
  readonly fallback?: Literal | List
  /** From `${{` to after `}}`. */
  readonly start: number
  readonly end: number
}

/** Reads one string of a mapping. Throws a `SyntaxProblem` for a slot that is not written as the grammar has it. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (let start = text.indexOf(opening); start !== -1; start = text.indexOf(opening, at)) {
    if (start > at) parts.push(text.slice(at, start))
    const slot = readSlot(text, start)
    parts.push(slot)
    at = slot.end
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

/** Whether the string is one slot and nothing else: then the value keeps its type. */
export function wholeSlot(parts: readonly TemplatePart[]): Slot | undefined {
  const [first] = parts
  return parts.length === 1 && typeof first === 'object' ? first : undefined
}

export function fallbackValue(fallback: Expression): JsonValue {
  if (fallback.kind === 'list') return fallback.items.map(fallbackValue)
  return fallback.kind === 'literal' ? fallback.value : null
}

const opening = '${{'

function readSlot(text: string, start: number): Slot {
  const reading = startReading(text, start + opening.length)
  const { scanner } = reading
  if (!isAt(scanner, 'name')) refuse(scanner, 'a path')
  const path = readPath(reading)
  if (isAt(scanner, '}}')) return { path, start, end: scanner.end }
  if (!isAt(scanner, '??')) refuse(scanner, '`}}`, or `??` and a default')
  advance(scanner)
  const fallback = readFallback(reading)
  if (!isAt(scanner, '}}')) refuse(scanner, '`}}`')
  return { path, fallback, start, end: scanner.end }
}

function readFallback(reading: Reading): Literal | List {
  const { scanner } = reading
  if (isAt(scanner, '[')) return readList(reading, readFallback)
  return readLiteral(reading) ?? refuse(scanner, 'a string, a number, true, false, null or a list of these')
}

function refuse(scanner: Scanner, expected: string): never {
  return unexpected(
    scanner,
    expected,
    `Write one path, and a default if it may be missing: ${opening} input.name ?? null }}`,
  )
}

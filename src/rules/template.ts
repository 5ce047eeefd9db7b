import type { JsonValue } from '../core/json.ts'
import { advance, startReading } from './scanner.ts'
import { unexpected } from './stop-reading.ts'
import type { Expression, List, Literal, Path } from './syntax.ts'
import { readList, readLiteral, readPath } from './terms.ts'
import { isAt, type Reading, type TokenKind } from './token.ts'

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

/** Reads one string of a mapping. Refuses a slot that is not written as the grammar has it. */
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
  needInSlot(reading, 'name', 'a path')
  const path = readPath(reading)
  if (isAt(reading, '}}')) return { path, start, end: reading.end }
  needInSlot(reading, '??', '`}}`, or `??` and a default')
  advance(reading)
  const fallback = readFallback(reading)
  needInSlot(reading, '}}', '`}}`')
  return { path, fallback, start, end: reading.end }
}

function readFallback(reading: Reading): Literal | List {
  if (isAt(reading, '[')) return readList(reading, readFallback)
  const literal = readLiteral(reading)
  return literal ?? unexpected(reading, 'a string, a number, true, false, null or a list of these', slotHint)
}

function needInSlot(reading: Reading, kind: TokenKind, expected: string): void {
  if (!isAt(reading, kind)) unexpected(reading, expected, slotHint)
}

const slotHint = `Write one path, and a default if it may be missing: ${opening} input.name ?? null }}`

import type { JsonValue } from '../../core/json.ts'
import { addOne } from './count-by.ts'

/** What a condition has read over all jobs, by path. */
export type SeenValues = Map<string, SeenPath>

interface SeenPath {
  missing: number
  found: number
  /** By value as JSON, how often; the first different ones only. */
  readonly values: Map<string, number>
  /** By type. */
  readonly types: Map<string, number>
  least: number
  most: number
}

/** What was seen of one path, for reports. */
export interface PathReport {
  readonly path: string
  readonly missing: number
  readonly found: number
  /** Most frequent first; empty for one with too many different values. */
  readonly values: readonly { readonly value: JsonValue; readonly count: number }[]
  /** How often a value was a `number`, `string`, `boolean`, `null`, `list` or `map`. */
  readonly types: Readonly<Record<string, number>>
  /** Of the numbers among them. */
  readonly least?: number
  readonly most?: number
}

export interface Reading {
  readonly read: readonly (readonly [path: string, value: JsonValue])[]
  readonly missing: readonly string[]
}

const maxDifferent = 20

export function noteReading(seen: SeenValues, { read, missing }: Reading): void {
  for (const path of missing) pathOf(seen, path).missing += 1
  for (const [path, value] of read) {
    const noted = pathOf(seen, path)
    noted.found += 1
    addOne(noted.types, typeOf(value))
    const text = JSON.stringify(value)
    if (noted.values.size <= maxDifferent) addOne(noted.values, text)
    if (typeof value !== 'number') continue
    noted.least = Math.min(noted.least, value)
    noted.most = Math.max(noted.most, value)
  }
}

export function pathReports(seen: SeenValues): PathReport[] {
  return [...seen].map(([path, { missing, found, values, types, least, most }]) => {
    const byCount = values.size > maxDifferent ? [] : [...values].sort((a, b) => b[1] - a[1])
    return {
      path,
      missing,
      found,
      values: byCount.map(([text, count]) => ({ value: JSON.parse(text) as JsonValue, count })),
      types: Object.fromEntries(types),
      ...(least <= most ? { least, most } : {}),
    }
  })
}

/** `results.a.kind was "y" 40 times, "z" 12 times; input.n was 1 to 9` */
export function seenText(reports: readonly PathReport[]): string {
  return reports.map(pathText).join('; ')
}

const shown = 3

function pathText({ path, missing, found, values, types, least, most }: PathReport): string {
  const parts: string[] = []
  if (values.length > 0 && values.length <= shown + 1)
    parts.push(...values.map(({ value, count }) => `${short(value)} ${times(count)}`))
  else if (least !== undefined) parts.push(`${least} to ${most} ${times(found)}`)
  else if (values.length > 0) {
    const others = values.slice(shown).reduce((sum, { count }) => sum + count, 0)
    parts.push(...values.slice(0, shown).map(({ value, count }) => `${short(value)} ${times(count)}`))
    parts.push(`something else ${times(others)}`)
  } else parts.push(...Object.entries(types).map(([type, count]) => `a ${type} ${times(count)}`))
  if (missing > 0) parts.push(`missing ${times(missing)}`)
  return `${path} was ${parts.join(', ')}`
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'object' ? 'map' : typeof value
}

function short(value: JsonValue): string {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function pathOf(seen: SeenValues, path: string): SeenPath {
  const known = seen.get(path)
  if (known !== undefined) return known
  const fresh = {
    missing: 0,
    found: 0,
    values: new Map<string, number>(),
    types: new Map<string, number>(),
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
  }
  seen.set(path, fresh)
  return fresh
}

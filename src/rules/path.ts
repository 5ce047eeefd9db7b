import type { JsonObject, JsonValue } from '../core/json.ts'
import { isName } from './scanner.ts'
import type { Path, PathKey } from './syntax.ts'

/**
 * The value at the end of the keys; undefined when a step fails (S2). A string key picks from a map's own keys, an
 * index from a list: nothing is inherited, and `length` is no key of anything.
 */
export function walk(from: JsonValue | undefined, keys: readonly PathKey[]): JsonValue | undefined {
  let value = from
  for (const { key } of keys) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value) !== (typeof key === 'number')) return undefined
    if (!Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key]
  }
  return value
}

/** The one way to write a path: `input.rows[0]["row-count"]`, whatever quotes and brackets its author chose. */
export function renderPath({ root, keys }: Path): string {
  let text = root
  for (const { key } of keys) text += renderKey(key)
  return text
}

function renderKey(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`
  return isName(key) ? `.${key}` : `[${quote(key)}]`
}

/** In the escapes of the grammar: JSON has \b and \f beyond them. */
function quote(text: string): string {
  const short: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' }
  return JSON.stringify(text).replace(/\\./g, (pair) => short[pair] ?? pair)
}

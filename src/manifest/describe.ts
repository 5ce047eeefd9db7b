import { isJsonObject, type JsonValue } from '../core/json.ts'
import type { Path } from './source.ts'

/** `orchestration.selection_rules[2].agents`. */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}

/** The path, or `the top level`. */
export function placeName(path: Path): string {
  return path.length === 0 ? 'the top level' : pathText(path)
}

/** A value in a message: short, and never the inside of a map or list. */
export function describeValue(value: JsonValue): string {
  if (value === null) return 'empty'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (typeof value === 'object') return isJsonObject(value) ? 'a map' : 'a list'
  return String(value)
}

export function valueAtPath(document: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, JsonValue>)[key]
  }
  return value
}

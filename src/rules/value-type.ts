import type { JsonValue } from '../core/json.ts'

/** The kinds of JSON values, in the words that messages use. */
export type ValueType = 'null' | 'boolean' | 'number' | 'string' | 'list' | 'map'

export function typeOf(value: JsonValue): ValueType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  const type = typeof value
  return type === 'object' ? 'map' : (type as 'boolean' | 'number' | 'string')
}

/** `a string`. */
export function aType(type: ValueType): string {
  return type === 'null' ? 'null' : `a ${type}`
}

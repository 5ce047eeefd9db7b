import { isJsonObject, type JsonValue } from '../core/json.ts'
import { nearestName } from '../core/near-name.ts'
import { unbuiltKeys } from './checks/not-built.ts'
import { pathText } from './describe.ts'
import type { Path } from './source.ts'

// What to do about a key or a value that the schema refuses, where it is more than what the message says.

/** Of a key that the map does not have. */
export function keyRepair(key: string, known: readonly string[]): { near?: string; hint?: string } {
  // Another kind of entry has it: `parallel` beside `sequential`.
  if (known.includes(key)) return { hint: 'Make it an entry of its own' }
  const near = nearestName(key, known)
  if (near !== undefined) return { near }
  return { hint: `Choose one of: ${[...new Set(known)].filter((name) => !unbuiltKeys.has(name)).join(', ')}` }
}

/** Of a value of another type. `expected` is zod's name, `met` the value as it stands in the file. */
export function typeHint(expected: string, value: JsonValue, met: string): { hint?: string } {
  const isBare = typeof value === 'number' || typeof value === 'boolean'
  if (expected === 'string' && isBare) return { hint: quotesHint(met) }
  if (expected === 'boolean' && (value === 'yes' || value === 'no')) return { hint: `Write ${value === 'yes'}` }
  if (expected === 'array') return listHint(value)
  return expected === 'object' || expected === 'record' ? mapHint(value) : {}
}

export function quotesHint(met: string): string {
  return `Put it in quotes: "${met}"`
}

/** Who writes a first file meets this key as the one that is missing, and takes it for a text. */
export function projectHint(path: Path): { hint?: string } {
  return pathText(path) === 'project' ? { hint: 'Write project: { name: my-project }' } : {}
}

function listHint(value: JsonValue): { hint?: string } {
  if (typeof value === 'string') return { hint: 'Write it in brackets: [ … ]' }
  return isJsonObject(value) ? { hint: 'Begin each entry with -' } : {}
}

function mapHint(value: JsonValue): { hint?: string } {
  if (value === null) return { hint: 'Write its keys below it, further to the right, or {} for none' }
  return Array.isArray(value) ? { hint: 'Write keys with their values, without -' } : {}
}

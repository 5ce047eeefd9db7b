import type { JsonValue } from '../core/json.ts'

/**
 * Turns what an agent returned into plain JSON, or says where it is not JSON.
 *
 * 1. What has `toJSON` (Date, URL) is written as that says; a property that is undefined is left out; a returned
 *    undefined is null.
 * 2. What JSON would lose silently is refused: functions, symbols, BigInt, NaN, Infinity, undefined in an array, Map,
 *    Set, RegExp, Error, Promise, bytes; and cycles, more than 500 levels, more than 64 MB.
 * 3. The answer shares nothing with what was returned: an object met twice is written twice, as JSON does, so that
 *    its size is felt here, inside the attempt's memory, and not by the platform.
 *
 * It does not check a schema.
 */
export function toJson(returned: unknown): JsonValue {
  if (returned === undefined) return null
  return convert(returned, { path: [], ancestors: [], size: { bytes: 0 } })
}

/** Why a value is not JSON. The message begins with its place. */
export class NotJson extends Error {
  override readonly name = 'NotJson'
}

/** Most that an output may be, roughly, as JSON text. Larger things go to storage. */
const maxOutputBytes = 64 * 1_048_576

const maxDepth = 500

interface Walk {
  readonly path: (string | number)[]
  readonly ancestors: object[]
  readonly size: { bytes: number }
}

function convert(value: unknown, walk: Walk): JsonValue {
  switch (typeof value) {
    case 'string':
      grow(walk, value.length + 3)
      return value
    case 'boolean':
      grow(walk, 5)
      return value
    case 'number':
      if (!Number.isFinite(value)) throw refusal(walk, `is ${value}`)
      grow(walk, 8)
      // JSON knows no negative zero.
      return value === 0 ? 0 : value
    case 'object':
      grow(walk, 4)
      return value === null ? null : convertObject(value, walk)
    default:
      throw refusal(walk, `is ${typeof value === 'bigint' ? 'a BigInt' : typeof value}`)
  }
}

function convertObject(value: object, walk: Walk): JsonValue {
  if (walk.ancestors.includes(value)) throw refusal(walk, 'contains itself')
  if (walk.ancestors.length >= maxDepth) throw refusal(walk, `is nested deeper than ${maxDepth} levels`)
  walk.ancestors.push(value)
  const converted = convertKind(value, walk)
  walk.ancestors.pop()
  return converted
}

function convertKind(value: object, walk: Walk): JsonValue {
  if (Array.isArray(value)) return value.map((item: unknown, index) => convertAt(index, item, walk))
  // A class such as Date or a decimal number says itself how it is written.
  if ('toJSON' in value && typeof value.toJSON === 'function') return convert(value.toJSON(), walk)
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  if (kind !== 'Object') throw refusal(walk, `is a ${kind}`)
  const converted: Record<string, JsonValue> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    grow(walk, key.length + 4)
    setOwn(converted, key, convertAt(key, item, walk))
  }
  return converted
}

function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value
  // Assigned, it would change the object instead of becoming a property.
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

function convertAt(key: string | number, item: unknown, walk: Walk): JsonValue {
  walk.path.push(key)
  const converted = convert(item, walk)
  walk.path.pop()
  return converted
}

function grow(walk: Walk, bytes: number): void {
  walk.size.bytes += bytes
  if (walk.size.bytes > maxOutputBytes) throw refusal(walk, 'makes it larger than 64 MB')
}

function refusal(walk: Walk, problem: string): NotJson {
  return new NotJson(`${formatPath(walk.path.slice(0, 12))} ${problem}`)
}

/** `rows[3].price`; the whole value is `the value`. */
export function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the value'
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('')
}

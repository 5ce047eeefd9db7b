import { canonicalJson, type JsonObject, type JsonValue } from '../../core/json.ts'
import { typesOf } from './schema.ts'

/**
 * One schema for what is valid by both, as near as keywords can say it: what cannot be said at once (two `not`) is kept
 * from the first, so that whoever draws from it must check the value against both.
 */
export function mergeSchemas(one: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...other, ...one }
  for (const [keyword, merge] of Object.entries(merges)) {
    const [a, b] = [one[keyword], other[keyword]]
    if (a !== undefined && b !== undefined) merged[keyword] = merge(a, b)
  }
  const types = commonTypes(one, other)
  return types === undefined ? merged : { ...merged, type: types }
}

type Merge = (a: JsonValue, b: JsonValue) => JsonValue

const larger: Merge = (a, b) => Math.max(Number(a), Number(b))
const smaller: Merge = (a, b) => Math.min(Number(a), Number(b))
const both: Merge = (a, b) => ({ allOf: [a, b] })

const merges: Readonly<Record<string, Merge>> = {
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  items: (a, b) => (Array.isArray(a) || Array.isArray(b) ? a : both(a, b)),
  additionalProperties: both,
  propertyNames: both,
  required: (a, b) => [...new Set([...listOf(a), ...listOf(b)])],
  // As a list, which only the drawing of texts knows: each of them must match.
  pattern: (a, b) => [...new Set([...listOf(a), ...listOf(b)])],
  enum: (a, b) => {
    const allowed = new Set(listOf(b).map(canonicalJson))
    return listOf(a).filter((value) => allowed.has(canonicalJson(value)))
  },
  properties: (a, b) => {
    const [own, others] = [a as JsonObject, b as JsonObject]
    const shared = Object.keys(own).filter((key) => Object.hasOwn(others, key))
    return {
      ...others,
      ...own,
      ...Object.fromEntries(shared.map((key) => [key, both(own[key] ?? true, others[key] ?? true)])),
    }
  },
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value]
}

/** Undefined when one of them says nothing of types. */
function commonTypes(one: JsonObject, other: JsonObject): string[] | undefined {
  const [a, b] = [typesOf(one), typesOf(other)]
  if (a.length === 0 || b.length === 0) return undefined
  const common = a.filter((type) => b.includes(type))
  const isWhole = [a, b].some((types) => types.includes('integer')) && [a, b].some((types) => types.includes('number'))
  return isWhole && !common.includes('integer') ? [...common, 'integer'] : common
}

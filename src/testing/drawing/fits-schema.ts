import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import {
  firstItems,
  type JsonSchema,
  otherItems,
  resolveSchema,
  schemaAt,
  schemaMapAt,
  schemasAt,
  type TypeName,
} from './schema.ts'

/** Whether a value is valid. `format` and keywords that this file does not know count as fulfilled. */
export function fitsSchema(value: JsonValue, schema: JsonSchema, root: JsonSchema): boolean {
  const found = resolveSchema(schema, root)
  if (typeof found === 'boolean') return found
  const fits: Fits = (inner, at) => fitsSchema(inner, at, root)
  return fitsAny(value, found, fits) && fitsKind(value, found, fits) && fitsBranches(value, found, fits)
}

type Fits = (value: JsonValue, schema: JsonSchema) => boolean

function fitsAny(value: JsonValue, schema: JsonObject, fits: Fits): boolean {
  const { type, enum: values } = schema
  if (type !== undefined && ![type].flat().some((name) => isOfType(value, name as TypeName))) return false
  if (Array.isArray(values) && !values.some((one) => isSame(one, value))) return false
  if (schema.const !== undefined && !isSame(schema.const, value)) return false
  return schema.not === undefined || !fits(value, schemaAt(schema.not))
}

function fitsBranches(value: JsonValue, schema: JsonObject, fits: Fits): boolean {
  const isValid = (one: JsonSchema): boolean => fits(value, one)
  if (!schemasAt(schema.allOf).every(isValid)) return false
  if (schema.anyOf !== undefined && !schemasAt(schema.anyOf).some(isValid)) return false
  if (schema.oneOf !== undefined && schemasAt(schema.oneOf).filter(isValid).length !== 1) return false
  return schema.if === undefined || isValid(schemaAt(isValid(schemaAt(schema.if)) ? schema.then : schema.else))
}

function fitsKind(value: JsonValue, schema: JsonObject, fits: Fits): boolean {
  if (typeof value === 'number') return fitsNumber(value, schema)
  if (typeof value === 'string') return fitsText(value, schema)
  if (Array.isArray(value)) return fitsList(value, schema, fits)
  return isJsonObject(value) ? fitsMap(value, schema, fits) : true
}

function fitsNumber(value: number, schema: JsonObject): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (typeof minimum === 'number' && value < minimum) return false
  if (typeof maximum === 'number' && value > maximum) return false
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return false
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return false
  return typeof multipleOf !== 'number' || Number.isInteger(value / multipleOf)
}

function fitsText(value: string, { minLength, maxLength, pattern }: JsonObject): boolean {
  if (!isBetween([...value].length, minLength, maxLength)) return false
  return typeof pattern !== 'string' || matches(value, pattern)
}

function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true // not a pattern: the check of agents.yaml says so
  }
}

function fitsList(value: readonly JsonValue[], schema: JsonObject, fits: Fits): boolean {
  if (!isBetween(value.length, schema.minItems, schema.maxItems)) return false
  if (schema.uniqueItems === true && new Set(value.map(canonicalJson)).size < value.length) return false
  if (schema.contains !== undefined && !value.some((item) => fits(item, schemaAt(schema.contains)))) return false
  const first = firstItems(schema)
  return value.every((item, index) => fits(item, first[index] ?? otherItems(schema)))
}

function fitsMap(value: JsonObject, schema: JsonObject, fits: Fits): boolean {
  const keys = Object.keys(value)
  if (!isBetween(keys.length, schema.minProperties, schema.maxProperties)) return false
  if (Array.isArray(schema.required) && !schema.required.every((key) => Object.hasOwn(value, String(key)))) return false
  return keys.every((key) => {
    if (!fits(key, schemaAt(schema.propertyNames))) return false
    return schemasOfKey(key, schema).every((one) => fits(value[key] ?? null, one))
  })
}

/** Every schema that speaks of the key. */
export function schemasOfKey(key: string, schema: JsonObject): JsonSchema[] {
  const properties = schemaMapAt(schema.properties)
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined
  const byPattern = Object.entries(schemaMapAt(schema.patternProperties)).filter(([pattern]) => matches(key, pattern))
  const spoken = [...(own === undefined ? [] : [own]), ...byPattern.map(([, one]) => one)]
  return spoken.length > 0 ? spoken : [schemaAt(schema.additionalProperties)]
}

function isOfType(value: JsonValue, type: TypeName): boolean {
  switch (type) {
    case 'object':
      return isJsonObject(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'null':
      return value === null
    default:
      return typeof value === type
  }
}

function isSame(one: JsonValue, other: JsonValue): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other)
}

function isBetween(count: number, least: JsonValue | undefined, most: JsonValue | undefined): boolean {
  return !(typeof least === 'number' && count < least) && !(typeof most === 'number' && count > most)
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'

/** JSON Schema, draft-07 (with `prefixItems` and `$defs`, which newer drafts write). */
export type JsonSchema = JsonObject | boolean

export type TypeName = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

/** A schema below a keyword; anything that is none allows everything. */
export function schemaAt(value: JsonValue | undefined): JsonSchema {
  return isJsonObject(value) || typeof value === 'boolean' ? value : true
}

/** The schemas of a list such as `anyOf`. */
export function schemasAt(value: JsonValue | undefined): JsonSchema[] {
  return Array.isArray(value) ? value.map(schemaAt) : []
}

/** The schemas of a map such as `properties`. */
export function schemaMapAt(value: JsonValue | undefined): Readonly<Record<string, JsonSchema>> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, schemaAt(schema)]))
}

export function numberAt(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The items of a list given one by one: `items` as a list in draft-07, `prefixItems` later. */
export function firstItems({ items, prefixItems }: JsonObject): JsonSchema[] {
  return schemasAt(Array.isArray(prefixItems) ? prefixItems : items)
}

/** What the items behind the first ones must be. */
export function otherItems({ items, additionalItems }: JsonObject): JsonSchema {
  return schemaAt(Array.isArray(items) ? additionalItems : items)
}

/** The types that a schema names, or that its keywords speak of; none: any. */
export function typesOf(schema: JsonObject): readonly TypeName[] {
  const { type } = schema
  if (typeof type === 'string') return [type as TypeName]
  if (Array.isArray(type)) return type as TypeName[]
  const spoken = Object.entries(keywordsOf).find(([, keywords]) => keywords.some((keyword) => keyword in schema))
  return spoken === undefined ? [] : [spoken[0] as TypeName]
}

const keywordsOf: Partial<Record<TypeName, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames', 'minProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
}

const maxHops = 100

/**
 * The schema that a chain of `$ref` within the root leads to; a reference elsewhere, or in a circle, allows everything.
 * Keywords beside a reference count as well.
 */
export function resolveSchema(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let at = schema
  for (let hops = 0; hops < maxHops; hops++) {
    if (typeof at === 'boolean' || typeof at.$ref !== 'string') return at
    const { $ref, ...beside } = at
    if (Object.keys(beside).length > 0) return { ...beside, allOf: [...schemasAt(beside.allOf), { $ref }] }
    at = targetOf($ref, root)
  }
  return true
}

function targetOf(reference: string, root: JsonSchema): JsonSchema {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return true
  let at: JsonValue | undefined = root
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = at[Number(key)]
    else at = isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
  }
  return schemaAt(at)
}

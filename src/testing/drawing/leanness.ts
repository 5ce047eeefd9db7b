import { type JsonSchema, resolveSchema, schemaAt, schemaMapAt, schemasAt } from './schema.ts'

/** How deep the shallowest value of a schema is, about: 0 for a scalar, infinite for a value that must hold itself. */
export function leanness(schema: JsonSchema, root: JsonSchema, open: readonly object[] = []): number {
  const found = resolveSchema(schema, root)
  if (typeof found === 'boolean') return 0
  if (open.includes(found)) return Number.POSITIVE_INFINITY
  const within = (inner: JsonSchema): number => leanness(inner, root, [...open, found])
  const properties = schemaMapAt(found.properties)
  const required = Array.isArray(found.required) ? found.required.map(String) : []
  const needed = required.map((key) => within(Object.hasOwn(properties, key) ? (properties[key] ?? true) : true) + 1)
  const items =
    Number(found.minItems ?? 0) > 0 ? [within(schemaAt(Array.isArray(found.items) ? true : found.items)) + 1] : []
  const all = schemasAt(found.allOf).map(within)
  const ways = [schemasAt(found.anyOf), schemasAt(found.oneOf)].filter((branches) => branches.length > 0)
  return Math.max(0, ...needed, ...items, ...all, ...ways.map((branches) => Math.min(...branches.map(within))))
}

import type { JsonObject } from '../../core/json.ts'
import { type Drawing, maxFreeDepth, shuffled } from './drawing.ts'
import { leanness } from './leanness.ts'
import { mergeSchemas } from './merge-schemas.ts'
import { type JsonSchema, resolveSchema, schemaAt, schemasAt } from './schema.ts'

/**
 * The schema with every branch taken one way, as one schema without references and branches at its top. The ways are
 * drawn; deep down the shortest way is taken.
 * @param tries how many ways were taken before in vain
 */
export function simplify(schema: JsonObject, drawing: Drawing, tries: number): JsonObject {
  const { $ref: _ref, allOf, anyOf, oneOf, if: asked, then: whenTrue, else: whenFalse, ...own } = schema
  const isTrue = asked !== undefined && drawing.random.chance(0.5)
  const parts = [
    ...schemasAt(allOf),
    ...oneOfThem(schemasAt(anyOf), drawing, tries),
    ...oneOfThem(schemasAt(oneOf), drawing, tries),
    ...(isTrue ? [schemaAt(asked), schemaAt(whenTrue)] : [schemaAt(whenFalse)]),
  ]
  return parts.reduce<JsonObject>((merged, part) => {
    const found = resolveSchema(part, drawing.root)
    return typeof found === 'boolean' ? merged : mergeSchemas(merged, simplify(found, drawing, tries))
  }, own)
}

function oneOfThem(branches: readonly JsonSchema[], drawing: Drawing, tries: number): JsonSchema[] {
  if (branches.length === 0) return []
  if (drawing.depth < maxFreeDepth) return shuffled(drawing.random, branches).slice(0, 1)
  const byDepth = [...branches].sort((a, b) => leanness(a, drawing.root) - leanness(b, drawing.root))
  return byDepth.slice(tries % byDepth.length).slice(0, 1)
}

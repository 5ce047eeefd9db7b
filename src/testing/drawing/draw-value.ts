import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Random } from '../simulation/random.ts'
import { drawList } from './draw-list.ts'
import { drawMap } from './draw-map.ts'
import { drawNumber } from './draw-number.ts'
import { drawText } from './draw-text.ts'
import { type Drawing, maxFreeDepth, pickOf } from './drawing.ts'
import { fitsSchema } from './fits-schema.ts'
import { grantWishes } from './grant-wishes.ts'
import { type JsonSchema, resolveSchema, type TypeName, typesOf } from './schema.ts'
import { simplify } from './simplify.ts'
import { fulfils, noWishes, type WishTree } from './wish-tree.ts'

/**
 * Values from JSON Schema.
 *
 * 1. The same schema, seed and wishes give the same value.
 * 2. The value is valid wherever one is found in a bounded number of tries; where none is, a note says at what.
 * 3. A wish never makes a value invalid.
 * 4. A schema that holds itself has an end: deep values are as small as it allows.
 */
export function drawValue(
  schema: JsonSchema,
  { random, wishes = noWishes, notes = new Set() }: DrawOptions,
): JsonValue {
  return draw(schema, { random, root: schema, depth: 0, wishes, notes, draw })
}

export interface DrawOptions {
  readonly random: Random
  readonly wishes?: WishTree
  /** Filled with what of the schema could not be followed. */
  readonly notes?: Set<string>
}

function draw(schema: JsonSchema, drawing: Drawing): JsonValue {
  const drawPlain = (): JsonValue => drawValid(resolveSchema(schema, drawing.root), drawing)
  return drawing.wishes.own.length === 0 ? drawPlain() : grantWishes(schema, drawing, drawPlain)
}

/** Branches, `not` and the like are found by trying. */
const maxTries = 25

function drawValid(schema: JsonSchema, drawing: Drawing): JsonValue {
  if (typeof schema === 'boolean') return drawAnything(drawing)
  let valid: JsonValue | undefined
  let value: JsonValue = null
  for (let tries = 0; tries < maxTries; tries++) {
    value = drawSimple(simplify(schema, drawing, tries), drawing)
    if (!fitsSchema(value, schema, drawing.root)) continue
    if (fulfils(value, { ...drawing.wishes, own: [] })) return value
    valid ??= value
    // Only another branch, or another length, could bring what is wished.
    if (!hasBranches(schema)) break
  }
  if (valid === undefined) drawing.notes.add(noteOf(schema))
  return valid ?? value
}

function hasBranches(schema: JsonObject): boolean {
  return ['anyOf', 'oneOf', 'allOf', 'if'].some((keyword) => keyword in schema) || typesOf(schema).length > 1
}

function noteOf(schema: JsonObject): string {
  const text = JSON.stringify(schema)
  return `schema ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`
}

/** @param schema without branches and references at its top */
function drawSimple(schema: JsonObject, drawing: Drawing): JsonValue {
  const { random } = drawing
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return pickOf(random, schema.enum) ?? null
  const { examples } = schema
  if (Array.isArray(examples) && examples.length > 0 && random.chance(0.3)) return pickOf(random, examples) ?? null
  const type = typeFor(schema, drawing)
  return type === undefined ? drawAnything(drawing) : drawers[type](schema, drawing)
}

/** One of its types: the one that what is wished below needs, null seldom. */
function typeFor(schema: JsonObject, { wishes, random, depth }: Drawing): TypeName | undefined {
  const types = typesOf(schema)
  const [child] = wishes.children.keys()
  const holder = child === undefined ? undefined : typeof child === 'number' ? 'array' : 'object'
  if (holder !== undefined && types.includes(holder)) return holder
  const others = types.filter((type) => type !== 'null')
  const isNull = others.length < types.length && (others.length === 0 || depth >= maxFreeDepth || random.chance(0.2))
  return isNull ? 'null' : pickOf(random, others)
}

const drawers: Readonly<Record<TypeName, (schema: JsonObject, drawing: Drawing) => JsonValue>> = {
  object: drawMap,
  array: (schema, drawing) => drawList(schema, drawing),
  string: drawText,
  number: (schema, { random }) => drawNumber(schema, false, random),
  integer: (schema, { random }) => drawNumber(schema, true, random),
  boolean: (_, { random }) => random.chance(0.5),
  null: () => null,
}

/** Where nothing is said: a map or list when something is wished inside, at the root a map, else something simple. */
function drawAnything(drawing: Drawing): JsonValue {
  const [child] = drawing.wishes.children.keys()
  if (typeof child === 'number') return drawList({}, drawing)
  if (typeof child === 'string' || drawing.depth === 0) return drawMap({}, drawing)
  return drawing.random.pick<JsonValue>(['text', 'other', 7, 0, true])
}

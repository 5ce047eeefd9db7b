import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { type Drawing, inside, maxFreeDepth } from './drawing.ts'
import { fitsSchema, schemasOfKey } from './fits-schema.ts'
import { patternText } from './pattern-text.ts'
import { type JsonSchema, numberAt, schemaAt, schemaMapAt } from './schema.ts'
import { isWished, noWishes, type WishTree } from './wish-tree.ts'

/** Probabilities of a property that need not be there, and of one that is wished but may be missing as well. */
const optional = 0.7
const missing = 0.15

/** What it must have, some of what it may have, and what is wished where that is allowed. */
export function drawMap(schema: JsonObject, drawing: Drawing): JsonObject {
  const drawn = new Map<string, JsonValue>()
  const add = (key: string, property: JsonSchema): void => {
    const wishes = drawing.wishes.children.get(key) ?? noWishes
    const value = drawing.draw(property, inside(drawing, wishes))
    if (isRequired(key, schema) || !isBetterAbsent(value, wishes, drawing)) drawn.set(key, value)
  }
  for (const [key, property] of Object.entries(schemaMapAt(schema.properties))) {
    if (isRequired(key, schema) || isPresent(key, drawing)) add(key, property)
  }
  for (const key of otherKeys(schema, drawing)) {
    if (!drawn.has(key) && !isDeclared(key, schema)) add(key, schemaOfKey(key, schema))
  }
  fill(drawn, schema, drawing)
  return withoutSurplus(drawn, schema)
}

function isRequired(key: string, { required }: JsonObject): boolean {
  return Array.isArray(required) && required.includes(key)
}

function isDeclared(key: string, { properties }: JsonObject): boolean {
  return isJsonObject(properties) && Object.hasOwn(properties, key)
}

function isPresent(key: string, { wishes, random, depth }: Drawing): boolean {
  const tree = wishes.children.get(key)
  if (tree !== undefined && isWished(tree)) return true
  return depth < maxFreeDepth && random.chance(optional)
}

/** Its absence would do as well, or do what no value does. */
function isBetterAbsent(value: JsonValue, { own }: WishTree, { random }: Drawing): boolean {
  if (own.length === 0 || !own.every((wish) => wish.absent)) return false
  return random.chance(missing) || !own.every((wish) => wish.fits(value))
}

/** Required and wished keys that the schema does not list, and a few of those that it describes by a rule. */
function otherKeys(schema: JsonObject, { wishes, random, depth }: Drawing): string[] {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const wished = [...wishes.children.keys()].filter((key) => typeof key === 'string')
  const allowed = wished.filter((key) => isAllowed(key, schema))
  if (depth >= maxFreeDepth) return [...required, ...allowed]
  const patterns = Object.keys(schemaMapAt(schema.patternProperties)).filter(() => random.chance(0.5))
  const byPattern = patterns.flatMap((pattern) => patternText(pattern)?.(random) ?? [])
  const isRecord = isJsonObject(schema.additionalProperties) && schema.propertyNames === undefined
  const free = isRecord ? ['first', 'second'].filter(() => random.chance(0.5)) : []
  return [...required, ...allowed, ...byPattern, ...free]
}

function isAllowed(key: string, schema: JsonObject): boolean {
  return !schemasOfKey(key, schema).includes(false) && fitsSchema(key, schemaAt(schema.propertyNames), true)
}

function schemaOfKey(key: string, schema: JsonObject): JsonSchema {
  const [first = true, ...others] = schemasOfKey(key, schema)
  return others.length === 0 ? first : { allOf: [first, ...others] }
}

const triesAtNames = 50

/** Adds keys until there are as many as there must be. */
function fill(drawn: Map<string, JsonValue>, schema: JsonObject, drawing: Drawing): void {
  const least = numberAt(schema.minProperties) ?? 0
  const inner = inside(drawing, noWishes)
  const names = schemaAt(schema.propertyNames)
  for (let tries = 0; drawn.size < least && tries < triesAtNames + least; tries++) {
    const key = names === true ? `key${tries}` : String(drawing.draw(names, inner))
    const isListed = Object.keys(schemaMapAt(schema.properties))[tries]
    const chosen = isListed ?? key
    if (!drawn.has(chosen) && isAllowed(chosen, schema))
      drawn.set(chosen, drawing.draw(schemaOfKey(chosen, schema), inner))
  }
}

function withoutSurplus(drawn: ReadonlyMap<string, JsonValue>, schema: JsonObject): JsonObject {
  const most = numberAt(schema.maxProperties) ?? Number.POSITIVE_INFINITY
  let surplus = drawn.size - most
  const kept = [...drawn].filter(([key]) => surplus <= 0 || isRequired(key, schema) || surplus-- <= 0)
  return Object.fromEntries(kept)
}

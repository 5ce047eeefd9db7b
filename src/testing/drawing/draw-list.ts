import { canonicalJson, type JsonObject, type JsonValue } from '../../core/json.ts'
import { type Drawing, inside, maxFreeDepth } from './drawing.ts'
import { fitsSchema } from './fits-schema.ts'
import { firstItems, type JsonSchema, numberAt, otherItems, schemaAt } from './schema.ts'
import { noWishes } from './wish-tree.ts'

/** More than the schema asks for. */
const maxMore = 3
const triesAtNewItem = 20

/**
 * A list as long as is wished, else a little longer than it must be.
 * @param size instead of that
 */
export function drawList(schema: JsonObject, drawing: Drawing, size = sizeOf(schema, drawing)): JsonValue[] {
  const first = firstItems(schema)
  const items: JsonValue[] = []
  const seen = new Set<string>()
  for (let index = 0; index < size; index++) {
    const item = drawNewItem(first[index] ?? otherItems(schema), {
      drawing,
      index,
      seen: schema.uniqueItems === true ? seen : undefined,
    })
    if (item === undefined) break
    seen.add(canonicalJson(item))
    items.push(item)
  }
  return schema.contains === undefined ? items : withOne(items, schemaAt(schema.contains), drawing)
}

function sizeOf(schema: JsonObject, { wishes, random, depth }: Drawing): number {
  const least = numberAt(schema.minItems) ?? 0
  const first = firstItems(schema)
  const most = otherItems(schema) === false ? first.length : Number.POSITIVE_INFINITY
  const end = Math.min(numberAt(schema.maxItems) ?? Number.POSITIVE_INFINITY, most)
  const wished = Math.max(0, ...[...wishes.children.keys()].map((key) => (typeof key === 'number' ? key + 1 : 0)))
  if (depth >= maxFreeDepth) return Math.min(end, Math.max(least, wished))
  const from = Math.max(least, first.length === 0 ? 0 : Math.min(first.length, end))
  return Math.min(end, Math.max(wished, from + random.below(maxMore + 1)))
}

interface Item {
  readonly drawing: Drawing
  readonly index: number
  /** Given when no item may come twice. */
  readonly seen: ReadonlySet<string> | undefined
}

function drawNewItem(schema: JsonSchema, { drawing, index, seen }: Item): JsonValue | undefined {
  const inner = inside(drawing, drawing.wishes.children.get(index) ?? noWishes)
  for (let tries = 0; tries < triesAtNewItem; tries++) {
    const item = drawing.draw(schema, inner)
    if (seen === undefined || !seen.has(canonicalJson(item))) return item
  }
  return undefined
}

function withOne(items: readonly JsonValue[], wanted: JsonSchema, drawing: Drawing): JsonValue[] {
  if (items.some((item) => fitsSchema(item, wanted, drawing.root))) return [...items]
  return [...items.slice(0, -1), drawing.draw(wanted, inside(drawing, noWishes))]
}

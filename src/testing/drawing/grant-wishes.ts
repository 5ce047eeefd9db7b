import type { JsonValue } from '../../core/json.ts'
import { drawList } from './draw-list.ts'
import { type Drawing, pickOf } from './drawing.ts'
import { fitsSchema } from './fits-schema.ts'
import { type JsonSchema, resolveSchema } from './schema.ts'
import { simplify } from './simplify.ts'
import { noWishes, type ValueWish } from './wish-tree.ts'

/** How many values are drawn to find one that is as wished. */
const draws = 6

/** A valid value that fulfils as many wishes as can be, the first ones first; any valid value when none can be. */
export function grantWishes(schema: JsonSchema, drawing: Drawing, drawPlain: () => JsonValue): JsonValue {
  const { own, children } = drawing.wishes
  const plain = Array.from({ length: draws }, drawPlain)
  // What stands below was wished for as well: only drawn values have it.
  const proposed = children.size > 0 ? [] : proposals(schema, drawing, plain)
  const valid = proposed.filter((value) => fitsSchema(value, schema, drawing.root))
  // Where the schema says nothing, a drawn value may have a type that nobody expects.
  const isOpen = isAnything(resolveSchema(schema, drawing.root))
  const left = isOpen && valid.length > 0 ? narrow(scalarsFirst(valid, own), own) : narrow([...plain, ...valid], own)
  return pickOf(drawing.random, left) ?? null
}

function narrow(values: readonly JsonValue[], wishes: readonly ValueWish[]): readonly JsonValue[] {
  let left = values
  for (const wish of wishes) {
    const fitting = left.filter((value) => wish.fits(value))
    if (fitting.length > 0) left = fitting
  }
  return left
}

function isAnything(schema: JsonSchema): boolean {
  return schema === true || (typeof schema === 'object' && Object.keys(schema).length === 0)
}

/** A field that is compared with a text is hardly ever a list. */
function scalarsFirst(values: readonly JsonValue[], wishes: readonly ValueWish[]): readonly JsonValue[] {
  const [first] = wishes
  const scalars = values.filter((value) => typeof value !== 'object' || value === null)
  return first === undefined || scalars.some((value) => first.fits(value)) ? scalars : values
}

function proposals(schema: JsonSchema, drawing: Drawing, plain: readonly JsonValue[]): JsonValue[] {
  const near = drawing.wishes.own.flatMap((wish) => wish.near)
  const found = resolveSchema(schema, drawing.root)
  if (typeof found === 'boolean') return [...near, ...between(near), ...others]
  const simple = simplify(found, drawing, 0)
  const { enum: values, const: only, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = simple
  const named = [only, ...(Array.isArray(values) ? values : [])]
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum]
  const fromSchema = [...named, ...bounds].filter((value) => value !== undefined)
  const lists = plain.flatMap((value) => (Array.isArray(value) ? listsLike(value, near) : []))
  const isList = plain.some((value) => Array.isArray(value))
  const sized = isList ? sizesOf(near).map((size) => drawSized(simple, drawing, size)) : []
  return [
    ...near,
    ...fromSchema,
    ...between([...near, ...fromSchema]),
    ...lists,
    ...sized,
    ...(isAnything(found) ? others : []),
  ]
}

/** For what only asks for something else. */
const others: readonly JsonValue[] = ['other', 1, true, null]

/** Numbers half way between those that are named: some lie within all bounds. */
function between(values: readonly JsonValue[]): number[] {
  const numbers = [...new Set(values.filter((value) => typeof value === 'number'))].sort((a, b) => a - b)
  return numbers.slice(1).flatMap((number, index) => {
    const middle = ((numbers[index] ?? 0) + number) / 2
    return [middle, Math.round(middle)]
  })
}

/** Lists that hold what is asked for. */
function listsLike(list: readonly JsonValue[], near: readonly JsonValue[]): JsonValue[] {
  const scalars = near.filter((value) => typeof value !== 'object' || value === null)
  return scalars.map((value) => [value, ...list.slice(1)])
}

function sizesOf(near: readonly JsonValue[]): number[] {
  return [...new Set(near.flatMap((value) => (Array.isArray(value) ? [value.length] : [])))]
}

function drawSized(simple: Parameters<typeof drawList>[0], drawing: Drawing, size: number): JsonValue {
  return drawList(simple, { ...drawing, wishes: noWishes }, size)
}

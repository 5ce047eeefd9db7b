import type { JsonValue } from '../core/json.ts'
import { nodesWithin } from './nodes-within.ts'
import type { Expression, List, Scalar } from './syntax.ts'

/**
 * Values around those that an expression names, each once: the values themselves, neighbours on both sides, texts and
 * lists that hold them, and texts, lists and maps of about the sizes that `len` is compared with.
 */
export function nearValues(node: Expression): JsonValue[] {
  const nodes = [...nodesWithin(node)]
  const scalars = nodes.flatMap((part) => (part.kind === 'literal' ? [part.value] : []))
  const lists = nodes.flatMap((part) => (part.kind === 'list' ? [literalItems(part) ?? []] : []))
  const asksSize = nodes.some((part) => part.kind === 'call' && part.name === 'len')
  const around = scalars.flatMap(asksSize ? sizedValues : neighbours)
  const values = [...lists, ...around, ...(scalars.length === 0 ? [true, false] : [])]
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

function neighbours(value: Scalar): JsonValue[] {
  switch (typeof value) {
    case 'number':
      return [value, value - 1, value + 1, value / 2, value * 2, [value]]
    case 'string':
      return [value, `${value}-other`, `other-${value}`, value.toUpperCase(), 'other', [value], ['other']]
    case 'boolean':
      return [value, !value]
    default:
      return [null, 'other', 1]
  }
}

/** Larger ones would only cost time. */
const maxSize = 1_000

function sizedValues(value: Scalar): JsonValue[] {
  if (typeof value !== 'number') return []
  const sizes = [value - 1, value, value + 1].map(Math.ceil).filter((size) => size >= 0 && size <= maxSize)
  return sizes.flatMap((size): JsonValue[] => {
    const items = Array.from({ length: size }, (_, index) => `item${index}`)
    return ['x'.repeat(size), items, Object.fromEntries(items.map((item) => [item, true]))]
  })
}

/** Undefined where it reads a path. */
function literalItems({ items }: List): JsonValue[] | undefined {
  const values = items.map((item) => {
    if (item.kind === 'literal') return item.value
    return item.kind === 'list' ? literalItems(item) : undefined
  })
  return values.every((value) => value !== undefined) ? values : undefined
}

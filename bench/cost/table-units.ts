/**
 * What DynamoDB bills for one operation, computed from the items themselves.
 * Source: Amazon DynamoDB Developer Guide, "Capacity unit consumption for read/write operations" and "Provisioned
 * throughput considerations for global secondary indexes".
 */
import { isDeepStrictEqual } from 'node:util'
import type { Item } from '../../src/adapters/aws/attribute-values.ts'
import { itemBytes } from '../../src/adapters/aws/item-size.ts'

/** A global secondary index: its key attributes, and everything it holds (undefined: every attribute). */
export interface IndexShape {
  readonly name: string
  readonly keys: readonly string[]
  readonly attributes: readonly string[] | undefined
}

export interface WriteUnits {
  readonly table: number
  readonly indexes: Readonly<Record<string, number>>
  readonly total: number
}

/**
 * A write costs the larger of the item before and after, in whole KB; each index whose entry it puts, replaces or
 * deletes, costs the entry's; an entry that moves to another key is deleted and put.
 */
export function writeUnits(
  before: Item | undefined,
  after: Item | undefined,
  indexes: readonly IndexShape[],
): WriteUnits {
  const table = Math.max(wholeKb(before), wholeKb(after), 1)
  const costs = indexes.map((index) => [index.name, indexUnits(index, before, after)] as const)
  return {
    table,
    indexes: Object.fromEntries(costs.filter(([, units]) => units > 0)),
    total: table + costs.reduce((sum, [, units]) => sum + units, 0),
  }
}

/** Each item counts by itself, in whole 4 KB; one that is not there costs as much as the smallest. */
export function readUnits(items: readonly (Item | undefined)[], isConsistent: boolean): number {
  const units = items.reduce((sum, item) => sum + Math.max(1, Math.ceil(bytesOf(item) / 4_096)), 0)
  return isConsistent ? units : units / 2
}

/** A query counts what it reads together. `items`: as the index or table holds them. */
export function queryUnits(items: readonly Item[], isConsistent: boolean): number {
  const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0)
  const units = Math.max(1, Math.ceil(bytes / 4_096))
  return isConsistent ? units : units / 2
}

function indexUnits(index: IndexShape, before: Item | undefined, after: Item | undefined): number {
  const [old, next] = [entryOf(index, before), entryOf(index, after)]
  if (isDeepStrictEqual(old, next)) return 0
  if (old === undefined || next === undefined) return wholeKb(old ?? next)
  const hasMoved = index.keys.some((key) => !isDeepStrictEqual(old[key], next[key]))
  return hasMoved ? wholeKb(old) + wholeKb(next) : Math.max(wholeKb(old), wholeKb(next))
}

/** Undefined: an index is sparse, and this item is not in it. */
function entryOf({ keys, attributes }: IndexShape, item: Item | undefined): Item | undefined {
  if (item === undefined || keys.some((key) => item[key] === undefined)) return undefined
  if (attributes === undefined) return item
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.includes(name)))
}

function wholeKb(item: Item | undefined): number {
  return Math.ceil(bytesOf(item) / 1_024)
}

function bytesOf(item: Item | undefined): number {
  return item === undefined ? 0 : itemBytes(item)
}

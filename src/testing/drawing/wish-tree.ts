import type { JsonValue } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'

/** What a value drawn from a schema should be, if the schema allows it. */
export interface ValueWish {
  /** From the value that is drawn to the one that is meant. */
  readonly keys: readonly (string | number)[]
  /** Values to try. */
  readonly near: readonly JsonValue[]
  /** Whether its absence fulfils it. */
  readonly absent: boolean
  fits(value: JsonValue): boolean
}

/** A place where something should be, whatever it is; it counts only where the schema says nothing of it. */
export type WishedPlace = Pick<ValueWish, 'keys'>

/** Wishes by the place they are about. */
export interface WishTree {
  readonly own: readonly ValueWish[]
  readonly children: ReadonlyMap<string | number, WishTree>
}

export const noWishes: WishTree = { own: [], children: new Map() }

/** Earlier wishes count more than later ones about the same place. */
export function wishTree(wishes: readonly (ValueWish | WishedPlace)[], depth = 0): WishTree {
  const below = Map.groupBy(
    wishes.filter(({ keys }) => keys.length > depth),
    ({ keys }) => keys[depth] ?? '',
  )
  return {
    own: wishes.filter((wish) => wish.keys.length === depth).filter((wish) => 'fits' in wish),
    children: new Map([...below].map(([key, inner]) => [key, wishTree(inner, depth + 1)])),
  }
}

/** Whether a value is wished there or below, and not only a place for one. */
export function isWished(tree: WishTree): boolean {
  return tree.own.length > 0 || [...tree.children.values()].some(isWished)
}

/** Whether the value, or its absence, is as every wish would have it. */
export function fulfils(value: JsonValue | undefined, { own, children }: WishTree): boolean {
  const asWished = own.every((wish) => (value === undefined ? wish.absent : wish.fits(value)))
  return asWished && [...children].every(([key, tree]) => fulfils(childOf(value, key), tree))
}

function childOf(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

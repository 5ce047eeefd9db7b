import type { JsonValue } from '../../core/json.ts'
import type { Random } from '../simulation/random.ts'
import type { JsonSchema } from './schema.ts'
import type { WishTree } from './wish-tree.ts'

/** What a value is drawn with. */
export interface Drawing {
  readonly random: Random
  /** The whole schema, which references start from. */
  readonly root: JsonSchema
  /** How far below the root. */
  readonly depth: number
  readonly wishes: WishTree
  /** Draws a value further inside; given along, because lists and maps draw what draws lists and maps. */
  readonly draw: (schema: JsonSchema, drawing: Drawing) => JsonValue
  /** What of the schema could not be followed, once each, for whoever wonders at the values. */
  readonly notes: Set<string>
}

/** Deeper values are as small as the schema allows, so that one that holds itself has an end. */
export const maxFreeDepth = 5

/** The same, one level further inside. */
export function inside(drawing: Drawing, wishes: WishTree): Drawing {
  return { ...drawing, wishes, depth: drawing.depth + 1 }
}

/** Any number of equally good choices, of which there is at least one. */
export function pickOf<T>(random: Random, choices: readonly T[]): T | undefined {
  return choices[random.below(choices.length)]
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

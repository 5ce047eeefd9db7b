import type { JsonObject, JsonValue } from '../core/json.ts'

/** Pairs of nodes that one evaluation may still compare inside lists and maps (S5). */
export interface Budget {
  nodesLeft: number
}

/** What one evaluation starts with. */
export const comparedNodes = 10_000

/**
 * Whether two JSON values are the same (S5): nothing is coerced, and the order of a map's keys does not count.
 * Undefined when the budget is spent: a list or map is charged with all it holds before it is looked into, so
 * that the answer does not depend on where a difference lies. Iterative: hostile depth cannot overflow the stack.
 */
export function sameJson(a: JsonValue, b: JsonValue, budget: Budget): boolean | undefined {
  if (!isContainer(a) || !isContainer(b)) return a === b
  if (--budget.nodesLeft < 0) return undefined
  const open: JsonValue[] = [a, b]
  let same: boolean | undefined = true
  while (same === true && open.length > 0) {
    const right = open.pop() as JsonValue
    const left = open.pop() as JsonValue
    same = isContainer(left) && isContainer(right) ? openPairs(left, right, { open, budget }) : left === right
  }
  return same
}

/** Whether a list holds a value like this one (S3: null holds nothing). Undefined when the budget is spent. */
export function memberOf(value: JsonValue, list: readonly JsonValue[] | null, budget: Budget): boolean | undefined {
  if (list === null) return false
  if (!isContainer(value)) return list.includes(value)
  for (const item of list) {
    const same = sameJson(value, item, budget)
    if (same !== false) return same
  }
  return false
}

export type Container = readonly JsonValue[] | JsonObject

/** Items of a list, keys of a map. */
export function sizeOf(container: Container): number {
  return Array.isArray(container) ? container.length : Object.keys(container).length
}

function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null
}

interface Comparing {
  readonly open: JsonValue[]
  readonly budget: Budget
}

/** Puts the children of both side by side on the stack; false when their shapes differ, undefined as above. */
function openPairs(left: Container, right: Container, { open, budget }: Comparing): boolean | undefined {
  const size = sizeOf(left)
  const isList = Array.isArray(left)
  if (isList !== Array.isArray(right) || size !== sizeOf(right)) return false
  budget.nodesLeft -= size
  if (budget.nodesLeft < 0) return undefined
  if (isList) for (let index = 0; index < size; index++) open.push(left[index], (right as typeof left)[index])
  else {
    for (const [key, value] of Object.entries(left)) {
      if (!Object.hasOwn(right, key)) return false
      open.push(value, (right as JsonObject)[key] as JsonValue)
    }
  }
  return true
}

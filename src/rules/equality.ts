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
  if (!afford(budget, 1)) return undefined
  const open: JsonValue[] = [a, b]
  while (open.length > 0) {
    const right = open.pop() as JsonValue
    const left = open.pop() as JsonValue
    if (left === right && !isContainer(left)) continue
    if (!isContainer(left) || !isContainer(right)) return false
    const opened = openPairs(left, right, { open, budget })
    if (opened !== true) return opened
  }
  return true
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

type Container = Exclude<JsonValue, string | number | boolean | null>

function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null
}

interface Comparing {
  readonly open: JsonValue[]
  readonly budget: Budget
}

/** Puts the children of both side by side on the stack; false when their shapes differ, undefined as above. */
function openPairs(left: Container, right: Container, comparing: Comparing): boolean | undefined {
  if (!Array.isArray(left) && !Array.isArray(right)) return openMaps(left as JsonObject, right as JsonObject, comparing)
  return Array.isArray(left) && Array.isArray(right) && openLists(left, right, comparing)
}

function openLists(
  left: readonly JsonValue[],
  right: readonly JsonValue[],
  { open, budget }: Comparing,
): boolean | undefined {
  if (left.length !== right.length) return false
  if (!afford(budget, left.length)) return undefined
  for (let index = 0; index < left.length; index++) open.push(left[index] as JsonValue, right[index] as JsonValue)
  return true
}

function openMaps(left: JsonObject, right: JsonObject, { open, budget }: Comparing): boolean | undefined {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  if (!afford(budget, keys.length)) return undefined
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false
    open.push(left[key] as JsonValue, right[key] as JsonValue)
  }
  return true
}

function afford(budget: Budget, nodes: number): boolean {
  budget.nodesLeft -= nodes
  return budget.nodesLeft >= 0
}

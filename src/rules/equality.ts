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
  while (open.length > 0) {
    const right = open.pop() as JsonValue
    const left = open.pop() as JsonValue
    if (left === right && !isContainer(left)) continue
    if (!isContainer(left) || !isContainer(right) || !sameShape(left, right)) return false
    if (!openPairs(left, right, { open, budget })) return undefined
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

function sameShape(left: Container, right: Container): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length
  }
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key))
}

/** Puts the children of both side by side on the stack; false when there are more than the budget has left. */
function openPairs(
  left: Container,
  right: Container,
  { open, budget }: { open: JsonValue[]; budget: Budget },
): boolean {
  const keys = Array.isArray(left) ? undefined : Object.keys(left)
  const size = keys?.length ?? (left as readonly JsonValue[]).length
  budget.nodesLeft -= size
  if (budget.nodesLeft < 0) return false
  for (let index = 0; index < size; index++) {
    const key = keys?.[index] ?? index
    open.push((left as JsonObject)[key] as JsonValue, (right as JsonObject)[key] as JsonValue)
  }
  return true
}

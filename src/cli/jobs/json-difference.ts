import { isJsonObject, type JsonValue } from '../../core/json.ts'

/** One place where two values differ. */
export type JsonDifference =
  | { readonly kind: 'changed'; readonly path: string; readonly before: JsonValue; readonly after: JsonValue }
  | { readonly kind: 'added'; readonly path: string; readonly after: JsonValue }
  | { readonly kind: 'removed'; readonly path: string; readonly before: JsonValue }

/**
 * Where two values differ, as paths (`input.rows[3].name`), in the order of the first value's keys, then the second's.
 * Lists are compared by index: an item put in front changes every place behind it.
 * @param before undefined: there is no such value
 */
export function jsonDifference(
  path: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): JsonDifference[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'added', path, after }]
  if (after === undefined) return [{ kind: 'removed', path, before }]
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length)
    return Array.from({ length }, (_, index) => jsonDifference(`${path}[${index}]`, before[index], after[index])).flat()
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => jsonDifference(`${path}${step(key)}`, own(before, key), own(after, key)))
  }
  return before === after ? [] : [{ kind: 'changed', path, before, after }]
}

function step(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

function own(value: { readonly [key: string]: JsonValue }, key: string): JsonValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}

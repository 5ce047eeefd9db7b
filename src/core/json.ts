/** Any value that survives JSON unchanged. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Size of the value as UTF-8 JSON, in bytes. */
export function jsonBytes(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** JSON with sorted keys: equal values give equal text, whatever order their keys were written in. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, node: JsonValue) => {
    if (!isJsonObject(node)) return node
    return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  })
}

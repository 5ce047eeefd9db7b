import { createHash } from 'node:crypto'
import type { Definition } from '../core/definition.ts'
import { canonicalJson, type JsonValue } from '../core/json.ts'

/** The definition under the SHA-256 (hex) of its canonical JSON: equal meaning, equal hash, whatever the order of keys. */
export function hashDefinition(unnamed: Omit<Definition, 'hash'>): Definition {
  const hash = createHash('sha256')
    .update(canonicalJson(unnamed as unknown as JsonValue))
    .digest('hex')
  return { ...unnamed, hash }
}

import type { JsonValue } from '../core/json.ts'
import { maxInlineBytes, type Payload } from '../core/payload.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** Keeps a small value in place and puts a larger one under `key`. */
export async function storePayload(blobs: BlobStore, key: string, value: JsonValue): Promise<Payload> {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxInlineBytes) return { json: value, bytes }
  await blobs.put(key, Buffer.from(text))
  return { blob: key, bytes }
}

/** Throws the fault `BLOB_MISSING`. */
export async function loadPayload(blobs: BlobStore, payload: Payload): Promise<JsonValue> {
  if ('json' in payload) return payload.json
  const bytes = await blobs.get(payload.blob)
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonValue
}

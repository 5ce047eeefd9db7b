import type { JsonValue } from './json.ts'

/** A value kept in place, or, beyond `maxInlineBytes`, a reference to the blob that holds its JSON. */
export type Payload = InlinePayload | BlobPayload

export interface InlinePayload {
  readonly json: JsonValue
  readonly bytes: number
}

export interface BlobPayload {
  /** Key in the blob store. */
  readonly blob: string
  readonly bytes: number
}

/** Inputs and outputs up to this size stay in their item; larger ones move to the blob store. */
export const maxInlineBytes = 16 * 1_024

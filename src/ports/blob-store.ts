/** Values too large for an item. Keys are `/`-separated names of `[A-Za-z0-9._-]`, at most 512 characters. */
export interface BlobStore {
  /** Durable when it settles; the same key again replaces the value. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Throws the fault `BLOB_MISSING` for an unknown key. */
  get(key: string): Promise<Uint8Array>
}

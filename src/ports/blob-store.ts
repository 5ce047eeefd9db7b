/**
 * Values too large for an item. Keys are `/`-separated names of `[A-Za-z0-9._-]`, at most 200 characters a name and 512
 * in all, `.` and `..` excluded; another key throws the fault `BLOB_KEY_INVALID`.
 */
export interface BlobStore {
  /** Durable when it settles; the same key again replaces the value. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Throws the fault `BLOB_MISSING` for an unknown key. */
  get(key: string): Promise<Uint8Array>
}

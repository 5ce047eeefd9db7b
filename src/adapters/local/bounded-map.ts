/** A map that forgets what was set longest ago, so that what it holds stays within a size. */
export interface BoundedMap<K, V> {
  get(key: K): V | undefined
  /** @param bytes what the value counts for; one beyond the whole size is not kept */
  set(key: K, value: V, bytes: number): void
  delete(key: K): void
}

export function createBoundedMap<K, V>(maxBytes: number): BoundedMap<K, V> {
  const entries = new Map<K, { readonly value: V; readonly bytes: number }>()
  let held = 0
  const remove = (key: K): void => {
    held -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    get: (key) => entries.get(key)?.value,
    set(key, value, bytes) {
      remove(key)
      entries.set(key, { value, bytes })
      held += bytes
      // In the order of setting: a map keeps it.
      for (const oldest of entries.keys()) {
        if (held <= maxBytes) return
        remove(oldest)
      }
    },
    delete: remove,
  }
}

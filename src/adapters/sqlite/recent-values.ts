/** The values set last, up to a number of keys: a cache that cannot grow. */
export interface RecentValues<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
}

export function createRecentValues<K, V>(maxKeys: number): RecentValues<K, V> {
  const values = new Map<K, V>()
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key)
      const [oldest] = values.size < maxKeys ? [] : values.keys()
      if (oldest !== undefined) values.delete(oldest)
      values.set(key, value)
    },
  }
}

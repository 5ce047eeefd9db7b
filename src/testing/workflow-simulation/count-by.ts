/** Counts one more, or several, under the key. */
export function addOne<K>(counts: Map<K, number>, key: K, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

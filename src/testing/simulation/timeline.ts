/** Things to come, by their instants; at the same instant in the order they were added. */
export interface Timeline<T> {
  add(item: T, at: number): void
  /** Infinite when nothing is to come. */
  readonly earliest: number
  /** Takes everything of the earliest instant. */
  next(): { readonly at: number; readonly items: readonly T[] } | undefined
}

export function createTimeline<T>(): Timeline<T> {
  const byInstant = new Map<number, T[]>()
  const earliest = (): number => {
    let at = Number.POSITIVE_INFINITY
    for (const instant of byInstant.keys()) if (instant < at) at = instant
    return at
  }
  return {
    get earliest() {
      return earliest()
    },
    add(item, at) {
      const there = byInstant.get(at)
      if (there === undefined) byInstant.set(at, [item])
      else there.push(item)
    },
    next() {
      const at = earliest()
      const items = byInstant.get(at)
      if (items === undefined) return undefined
      byInstant.delete(at)
      return { at, items }
    },
  }
}

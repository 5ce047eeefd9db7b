import type { Clock } from '../../ports/clock.ts'
import type { Timers } from '../../ports/timers.ts'

/**
 * Keeps items until their instant, with one timer however many there are.
 * Items of the same instant come out in the order they went in.
 */
export interface DelayLine<T> {
  /** @param at epoch ms */
  add(item: T, at: number): void
  readonly size: number
  /** Forgets everything. */
  clear(): void
}

export interface DelayLineOptions<T> {
  readonly clock: Clock
  readonly timers: Timers
  /** Gets what is due, in order. */
  readonly due: (items: readonly T[]) => void
}

interface Entry<T> {
  readonly item: T
  readonly at: number
  readonly number: number
}

export function createDelayLine<T>({ clock, timers, due }: DelayLineOptions<T>): DelayLine<T> {
  /** A binary heap: the earliest entry first, each before its two children at 2n + 1 and 2n + 2. */
  const heap: Entry<T>[] = []
  let added = 0
  let armed: { readonly at: number; readonly cancel: () => void } | undefined

  const arm = (): void => {
    const first = heap[0]
    if (first === undefined || (armed !== undefined && armed.at <= first.at)) return
    armed?.cancel()
    armed = { at: first.at, cancel: timers.after(Math.max(0, first.at - clock.now()), ring) }
  }
  const ring = (): void => {
    armed = undefined
    const now = clock.now()
    const items: T[] = []
    for (let first = heap[0]; first !== undefined && first.at <= now; first = heap[0]) {
      items.push(first.item)
      removeFirst(heap)
    }
    arm()
    if (items.length > 0) due(items)
  }
  return {
    add(item, at) {
      insert(heap, { item, at, number: added++ })
      arm()
    },
    get size() {
      return heap.length
    },
    clear() {
      heap.length = 0
      armed?.cancel()
      armed = undefined
    },
  }
}

function before(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number)
}

function insert<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let place = heap.length
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above] as Entry<T>
    if (!before(entry, parent)) break
    heap[place] = parent
    place = above
  }
  heap[place] = entry
}

function removeFirst<T>(heap: Entry<T>[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let place = 0
  for (;;) {
    const child = earlierChild(heap, place)
    const entry = heap[child]
    if (entry === undefined || !before(entry, last)) break
    heap[place] = entry
    place = child
  }
  heap[place] = last
}

function earlierChild<T>(heap: readonly Entry<T>[], place: number): number {
  const left = 2 * place + 1
  const [one, other] = [heap[left], heap[left + 1]]
  return one !== undefined && other !== undefined && before(other, one) ? left + 1 : left
}

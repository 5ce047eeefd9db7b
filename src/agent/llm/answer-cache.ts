/**
 * Results by key, in this process.
 *
 * 1. At most `maxEntries`; the one that was not asked for longest goes first.
 * 2. Who asks while the same is being made waits for it; when that fails they make their own: a job that was cancelled
 *    does not end others.
 * 3. What failed is not kept.
 */
export interface AnswerCache<T> {
  /** `isHit`: it was there, or another was making it. */
  get(key: string, make: () => Promise<Dated<T>>): Promise<{ readonly value: T; readonly isHit: boolean }>
}

export interface Dated<T> {
  readonly value: T
  /** Epoch ms. */
  readonly expiresAt: number
}

interface Entry<T> {
  readonly made: Promise<Dated<T>>
  /** Not while it is being made. */
  until: number
}

export function createAnswerCache<T>(maxEntries: number, now: () => number): AnswerCache<T> {
  const entries = new Map<string, Entry<T>>()
  const touch = (key: string, entry: Entry<T>) => {
    entries.delete(key)
    entries.set(key, entry)
    const [oldest] = entries.keys()
    if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest)
  }
  const make = async (key: string, work: () => Promise<Dated<T>>) => {
    const entry: Entry<T> = { made: work(), until: Number.POSITIVE_INFINITY }
    touch(key, entry)
    try {
      const { value, expiresAt } = await entry.made
      entry.until = expiresAt
      return { value, isHit: false }
    } catch (thrown) {
      if (entries.get(key) === entry) entries.delete(key)
      throw thrown
    }
  }
  return {
    async get(key, work) {
      const known = entries.get(key)
      if (known === undefined || known.until <= now()) return await make(key, work)
      touch(key, known)
      try {
        return { value: (await known.made).value, isHit: true }
      } catch {
        return await make(key, work)
      }
    },
  }
}

import type { MemoryEntry, MemoryQuery, Recalled } from '../core/memory.ts'

/** Whose memory: an agent's by the name agents.yaml gives it, or a job's by `jobMemory`. No tenant sees another's. */
export interface MemoryPlace {
  readonly tenant: string
  readonly scope: string
}

/**
 * Texts that agents remember, found again by the words they share with a query. Bounded by `memoryBounds`: what is beyond
 * them is forgotten, the oldest first. All operations may be repeated without harm, and throw `STORE_UNAVAILABLE`.
 */
export interface MemoryStore {
  /** Durable when it settles. Whoever calls has checked that the entry is within its bound. */
  remember(place: MemoryPlace, entry: MemoryEntry): Promise<Remembered>
  /** Sees everything that was remembered before. */
  recall(place: MemoryPlace, asked: MemoryQuery): Promise<Recalled>
  /** Nothing happens when there is no such entry. */
  forget(place: MemoryPlace, id: string): Promise<void>
}

export interface Remembered {
  /** Older entries that had to go. */
  readonly forgotten: number
}

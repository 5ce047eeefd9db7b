/** A text that an agent remembered. */
export interface MemoryEntry {
  /** The same id in the same scope is the same entry: remembered again it becomes the newest. */
  readonly id: string
  readonly text: string
  readonly labels: Readonly<Record<string, string>>
  /** When it was remembered, epoch ms. */
  readonly at: number
}

/** What a memory holds; the oldest entries make room for new ones. */
export const memoryBounds = {
  /** One entry: its text and its labels. */
  entryBytes: 8_192,
  /** One scope of one tenant. */
  entries: 500,
  /** All entries of one scope of one tenant. */
  scopeBytes: 524_288,
  /** An entry is forgotten so long after it was remembered: later than the longest job ends. */
  keepMs: 400 * 86_400_000,
} as const

export interface MemoryQuery {
  /** Absent: the newest entries, each with relevance 1. */
  readonly query?: string
  readonly limit: number
  /** 0 to 1: less relevant entries are left out. */
  readonly floor: number
  /** Entries that were too old by then are not found. Epoch ms. */
  readonly at: number
}

export interface Recalled {
  /** Best first, the newest first among equals. */
  readonly entries: readonly RecalledEntry[]
  /** Left out although they share a word with the query. */
  readonly belowFloor: number
  readonly beyondLimit: number
}

export interface RecalledEntry extends MemoryEntry {
  /** 0 to 1. */
  readonly relevance: number
}

export function memoryBytes({ text, labels }: Pick<MemoryEntry, 'text' | 'labels'>): number {
  return Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(labels))
}

/** The memory of one job; no scope that agents.yaml names has a colon. */
export function jobMemory(jobId: string): string {
  return `job:${jobId}`
}

/**
 * Splits a scope's entries into those that it holds and those that must go: copies of younger ones, and the oldest
 * beyond the bounds.
 * @param newestFirst all of the scope
 */
export function boundMemory<T extends MemoryEntry>(newestFirst: readonly T[]): BoundMemory<T> {
  const split = { kept: [] as T[], copies: [] as T[], beyond: [] as T[] }
  const seen = new Set<string>()
  let bytes = 0
  for (const entry of newestFirst) {
    if (seen.has(entry.id)) {
      split.copies.push(entry)
      continue
    }
    seen.add(entry.id)
    bytes += memoryBytes(entry)
    const fits = split.kept.length < memoryBounds.entries && bytes <= memoryBounds.scopeBytes
    split[fits ? 'kept' : 'beyond'].push(entry)
  }
  return split
}

interface BoundMemory<T> {
  readonly kept: readonly T[]
  readonly copies: readonly T[]
  readonly beyond: readonly T[]
}

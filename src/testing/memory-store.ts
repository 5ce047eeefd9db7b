import { boundMemory, type MemoryEntry, memoryBounds } from '../core/memory.ts'
import { recallFrom } from '../core/memory-ranking.ts'
import type { MemoryPlace, MemoryStore } from '../ports/memory-store.ts'

/** Memory of this process: what is in it goes with it. */
export interface VolatileMemory extends MemoryStore {
  /** What one scope holds, newest first. */
  list(place: MemoryPlace): readonly MemoryEntry[]
}

export function createVolatileMemory(): VolatileMemory {
  const scopes = new Map<string, readonly MemoryEntry[]>()
  const keyOf = ({ tenant, scope }: MemoryPlace) => JSON.stringify([tenant, scope])
  const list = (place: MemoryPlace) => scopes.get(keyOf(place)) ?? []
  return {
    list,
    async remember(place, entry) {
      const newestFirst = [{ ...entry }, ...list(place)].sort((a, b) => b.at - a.at)
      const { kept, beyond } = boundMemory(newestFirst)
      scopes.set(keyOf(place), kept)
      return { forgotten: beyond.length }
    },
    async recall(place, asked) {
      const alive = list(place).filter(({ at }) => at > asked.at - memoryBounds.keepMs)
      return recallFrom({ texts: alive }, asked)
    },
    async forget(place, id) {
      const rest = list(place).filter((entry) => entry.id !== id)
      scopes.set(keyOf(place), rest)
    },
  }
}

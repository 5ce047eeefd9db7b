import { memoryId } from '../agent/agent-memory.ts'
import { jobMemory } from '../core/memory.ts'
import type { MemoryPlace, MemoryStore } from '../ports/memory-store.ts'
import { createVolatileMemory } from './memory-store.ts'

/** Memory for `tryAgent`: several tries with the same one remember what went before. */
export interface FakeMemory {
  readonly store: MemoryStore
  /** What it holds, newest first. */
  texts(part: 'job' | 'longTerm'): readonly string[]
}

/** Of every try. */
export const triedJob = { jobId: 'trial', tenant: 'local' } as const
/** The scope that a tried agent is given. */
export const triedMemory = 'trial'

/** @param remembered texts that it holds already, oldest first */
export function fakeMemory(
  remembered: { readonly job?: readonly string[]; readonly longTerm?: readonly string[] } = {},
): FakeMemory {
  const store = createVolatileMemory()
  const places: Record<'job' | 'longTerm', MemoryPlace> = {
    job: { tenant: triedJob.tenant, scope: jobMemory(triedJob.jobId) },
    longTerm: { tenant: triedJob.tenant, scope: triedMemory },
  }
  for (const part of ['job', 'longTerm'] as const) {
    for (const text of remembered[part] ?? [])
      void store.remember(places[part], { id: memoryId(text), text, labels: {}, at: Date.now() })
  }
  return { store, texts: (part) => store.list(places[part]).map(({ text }) => text) }
}

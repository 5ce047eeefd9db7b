import { createHash } from 'node:crypto'
import { Fault } from '../core/fault.ts'
import { maskSecrets } from '../core/mask-secrets.ts'
import { jobMemory, type MemoryEntry, memoryBounds, memoryBytes } from '../core/memory.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { Log } from '../ports/log.ts'
import type { MemoryPlace, MemoryStore } from '../ports/memory-store.ts'
import type { AgentMemory, MemoryPart } from './context.ts'
import type { LoadedAgent } from './load-agent.ts'

export interface MemoryParts {
  readonly agent: Pick<LoadedAgent, 'name' | 'memory'>
  readonly call: Pick<AttemptCall, 'jobId' | 'tenant'>
  readonly host: { readonly memory?: MemoryStore; readonly log: Log }
}

const usual = { limit: 10, floor: 0.25 }

/**
 * The memory of one attempt, over the memory store.
 *
 * 1. An agent sees its own job's memory and the one scope that agents.yaml gives it, both of the job's tenant alone.
 * 2. What is remembered has no secrets that look like one, and is within the bounds.
 * 3. An entry's id comes from its text: an attempt that is tried again remembers nothing twice.
 * 4. What was left out or forgotten for want of room is in the log, by number.
 */
export function agentMemory({ agent, call, host }: MemoryParts): AgentMemory {
  const { memory: store, log } = host
  const part = (name: string, scope: string | undefined): MemoryPart =>
    store === undefined || scope === undefined
      ? undeclared(agent.name)
      : memoryPart({ store, log, name, place: { tenant: call.tenant, scope } })
  return {
    job: part('job', agent.memory === undefined ? undefined : jobMemory(call.jobId)),
    longTerm: part('longTerm', agent.memory),
  }
}

function undeclared(agent: string): MemoryPart {
  const refuse = async () => {
    throw new Fault('AGENT_MEMORY_UNDECLARED', { agent })
  }
  return { remember: refuse, recall: refuse, newest: refuse, forget: refuse }
}

interface Opened {
  readonly store: MemoryStore
  readonly log: Log
  readonly place: MemoryPlace
  /** For the log. */
  readonly name: string
}

function memoryPart({ store, log, place, name: memory }: Opened): MemoryPart {
  return {
    async remember(text, labels) {
      const entry = entryOf(text, labels)
      const { forgotten } = await store.remember(place, entry)
      if (forgotten > 0) log('info', 'Memory is full: its oldest entries are forgotten', { memory, forgotten })
      return { id: entry.id }
    },
    async recall(query, { limit = usual.limit, floor = usual.floor } = {}) {
      const asked = { query: String(query), limit, floor, at: Date.now() }
      const { entries, belowFloor, beyondLimit } = await store.recall(place, asked)
      if (belowFloor + beyondLimit > 0)
        log('info', 'Memory left entries out', { memory, recalled: entries.length, belowFloor, beyondLimit })
      return entries
    },
    newest: async (limit = usual.limit) => (await store.recall(place, { limit, floor: 0, at: Date.now() })).entries,
    forget: async (id) => await store.forget(place, String(id)),
  }
}

function entryOf(given: unknown, labels: Readonly<Record<string, string>> = {}): MemoryEntry {
  if (typeof given !== 'string' || given.trim() === '') throw invalid('it is no text, or an empty one')
  const text = maskSecrets(given).toWellFormed()
  const masked = Object.entries(labels).map(([name, value]) => [name, maskSecrets(String(value))])
  const content = { text, labels: Object.fromEntries(masked) }
  const bytes = memoryBytes(content)
  const { entryBytes } = memoryBounds
  if (bytes > entryBytes) throw invalid(`with its labels it has ${bytes} bytes, more than ${entryBytes}`)
  return { ...content, id: memoryId(text), at: Date.now() }
}

/** The same text is the same entry. */
export function memoryId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

function invalid(problem: string): Fault {
  return new Fault('AGENT_MEMORY_TEXT_INVALID', { problem })
}

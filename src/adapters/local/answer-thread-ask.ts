import { Fault } from '../../core/fault.ts'
import { jobMemory } from '../../core/memory.ts'
import type { AnswerStore } from '../../ports/answer-store.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { MemoryPlace, MemoryStore } from '../../ports/memory-store.ts'
import { type FaultData, faultData, type ThreadAsk, type ToWorker } from './worker-messages.ts'

/** What threads may ask of. */
export interface ThreadStores {
  readonly blobs: BlobStore
  /** Absent: nothing is kept, and nothing found. */
  readonly answers?: AnswerStore
  /** Absent: agents remember nothing. */
  readonly memory?: MemoryStore
}

export interface AskingAttempt {
  readonly agent: string
  readonly jobId: string
  readonly tenant: string
  /** Scope of the agent's long-term memory. */
  readonly memory?: string
}

/** Carries out what a worker asks of the platform. Never throws: a failure is the answer. */
export async function answerThreadAsk(
  stores: ThreadStores,
  { request, ask }: { readonly request: number; readonly ask: ThreadAsk },
  from: AskingAttempt,
): Promise<ToWorker> {
  try {
    return { kind: 'told', request, value: await carriedOut(stores, ask, from) }
  } catch (thrown) {
    return { kind: 'told', request, fault: dataOf(thrown, ask.op) }
  }
}

async function carriedOut(stores: ThreadStores, ask: ThreadAsk, from: AskingAttempt): Promise<unknown> {
  const { blobs, answers } = stores
  switch (ask.op) {
    case 'putBlob':
      return await blobs.put(ownFile(ask.key, from), ask.bytes)
    case 'getBlob':
      return await blobs.get(ownFile(ask.key, from))
    case 'getAnswer':
      return await answers?.get(ownAnswer(ask.key, from))
    case 'putAnswer':
      return await answers?.put(ownAnswer(ask.key, from), ask.answer)
    case 'remember':
      return await memoryOf(stores, from).remember(ownPlace(ask.place, from), ask.entry)
    case 'recall':
      return await memoryOf(stores, from).recall(ownPlace(ask.place, from), ask.asked)
    case 'forget':
      return await memoryOf(stores, from).forget(ownPlace(ask.place, from), ask.id)
  }
}

// The worker made these keys; the platform does not rely on a thread that runs an author's code.

function ownFile(key: string, { jobId }: AskingAttempt): string {
  const [folder, , job] = key.split('/')
  if (folder !== 'files' || job !== jobId) throw new Fault('AGENT_FILE_FOREIGN', { ref: key, jobId })
  return key
}

function ownAnswer(key: string, { agent }: AskingAttempt): string {
  if (!key.startsWith(`${agent}#`)) throw new Error(`${key} is no key of agent ${agent}`)
  return key
}

function ownPlace({ tenant, scope }: MemoryPlace, from: AskingAttempt): MemoryPlace {
  const isOwn = tenant === from.tenant && [from.memory, jobMemory(from.jobId)].includes(scope)
  if (from.memory === undefined || !isOwn) throw new Fault('AGENT_MEMORY_UNDECLARED', { agent: from.agent })
  return { tenant, scope }
}

function memoryOf({ memory }: ThreadStores, { agent }: AskingAttempt): MemoryStore {
  if (memory === undefined) throw new Fault('AGENT_MEMORY_UNDECLARED', { agent })
  return memory
}

function dataOf(thrown: unknown, operation: string): FaultData {
  if (thrown instanceof Fault) return faultData(thrown)
  const problem = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'STORE_UNAVAILABLE', args: { operation, problem }, retryable: true }
}

import type { FromWorker } from '../adapters/local/worker-messages.ts'
import { attemptHost as limitedHost } from '../agent/attempt-host.ts'
import type { AgentHost } from '../agent/run-agent.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { MemoryStore } from '../ports/memory-store.ts'

export interface AttemptHostOptions {
  send(message: FromWorker): void
  readonly blobs: BlobStore
  readonly answers: AnswerStore
  readonly memory: MemoryStore
  readonly signal: AbortSignal
  readonly deadline: number
}

/** The host of one attempt inside a worker thread: what it says goes to the platform as messages. */
export function attemptHost({
  send,
  blobs,
  answers,
  memory,
  signal,
  deadline,
}: AttemptHostOptions): AgentHost & { end(): void } {
  return limitedHost({
    signal,
    deadline,
    blobs,
    answers,
    memory,
    log(level, message, fields) {
      send({ kind: 'log', level, message, ...(fields === undefined ? {} : { fields }) })
    },
    progress(fraction, text) {
      send({ kind: 'progress', fraction, ...(text === undefined ? {} : { text }) })
    },
    spent: (usage) => send({ kind: 'spent', usage }),
    cacheAsked: (isHit) => send({ kind: 'cacheAsked', isHit }),
  })
}

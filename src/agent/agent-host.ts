import type { ModelUsage } from '../core/model-usage.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Log } from '../ports/log.ts'
import type { MemoryStore } from '../ports/memory-store.ts'
import type { ModelScript } from '../ports/model-client.ts'

/** What an attempt has around it, on a laptop as on Lambda. */
export interface AgentHost {
  /** Aborts on cancel and before the timeout. Its reason, a fault, is then how the attempt ends. */
  readonly signal: AbortSignal
  /** The attempt is ended by force then. Epoch ms. */
  readonly deadline: number
  readonly log: Log
  readonly blobs: BlobStore
  /** Absent: the agent declares none. */
  readonly memory?: MemoryStore
  /** Answers of models beyond this process. Absent: none are kept. */
  readonly answers?: AnswerStore
  progress(fraction: number, text?: string): void
  /** Told of each use of a language model. */
  spent?(usage: ModelUsage): void
  /** Told whether a model's answer was there already, each time the cache is asked. */
  cacheAsked?(isHit: boolean): void
  /** Answers in place of a language model: tests have it. */
  readonly script?: ModelScript
}

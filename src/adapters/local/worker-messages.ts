import type { AgentDefinition } from '../../core/definition.ts'
import type { ErrorArgs, ErrorCode } from '../../core/errors/catalogue.ts'
import { Fault } from '../../core/fault.ts'
import type { MemoryEntry, MemoryQuery } from '../../core/memory.ts'
import type { ModelUsage } from '../../core/model-usage.ts'
import type { Execution } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { KeptAnswer } from '../../ports/answer-store.ts'
import type { LogLevel } from '../../ports/log.ts'
import type { MemoryPlace } from '../../ports/memory-store.ts'

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly agent: AgentDefinition
  /** The folder of agents.yaml: the agent's `entry` is relative to it. */
  readonly projectDirectory: string
  /** Folder of compiled code, if the platform keeps one: stripping types in each thread would cost 11 MB and 50 ms in each. */
  readonly compileCache?: string
  /** Whether the thread says what the agent's results are like. */
  readonly wantsSchema?: true
}

/** A worker runs one attempt at a time, so that messages need not name theirs. */
export type ToWorker =
  | {
      readonly kind: 'run'
      readonly call: AttemptCall
      /** Epoch ms. */
      readonly deadline: number
      /** When the worker aborts the attempt's signal by itself, from now. */
      readonly abortAfterMs: number
    }
  | { readonly kind: 'abort'; readonly fault: FaultData }
  | { readonly kind: 'told'; readonly request: number; readonly value?: unknown; readonly fault?: FaultData }

export type FromWorker =
  /** `schema`: what was wanted at the start, in a form that only those who start and who ask know. */
  | { readonly kind: 'ready'; readonly schema?: unknown }
  | { readonly kind: 'loadFailed'; readonly fault: FaultData }
  | { readonly kind: 'ended'; readonly execution: Execution }
  | { readonly kind: 'progress'; readonly fraction: number; readonly text?: string }
  | { readonly kind: 'spent'; readonly usage: ModelUsage }
  | { readonly kind: 'cacheAsked'; readonly isHit: boolean }
  | {
      readonly kind: 'log'
      readonly level: LogLevel
      readonly message: string
      readonly fields?: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'ask'; readonly request: number; readonly ask: ThreadAsk }

/** What a thread wants of the platform's stores. Answered by `told` with the same number. */
export type ThreadAsk =
  | { readonly op: 'putBlob'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly op: 'getBlob'; readonly key: string }
  | { readonly op: 'getAnswer'; readonly key: string }
  | { readonly op: 'putAnswer'; readonly key: string; readonly answer: KeptAnswer }
  | { readonly op: 'remember'; readonly place: MemoryPlace; readonly entry: MemoryEntry }
  | { readonly op: 'recall'; readonly place: MemoryPlace; readonly asked: MemoryQuery }
  | { readonly op: 'forget'; readonly place: MemoryPlace; readonly id: string }

/** A fault as plain data: classes do not survive the way between threads. */
export interface FaultData {
  readonly code: ErrorCode
  readonly args: ErrorArgs
  readonly retryable: boolean
}

export function faultData({ code, args, retryable }: Fault): FaultData {
  return { code, args, retryable }
}

export function faultOf({ code, args, retryable }: FaultData): Fault {
  return new Fault(code, args, { retryable })
}

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
import type { AttemptTurns } from './attempt-turns.ts'

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly agent: AgentDefinition
  /** The folder of agents.yaml: the agent's `entry` is relative to it. */
  readonly projectDirectory: string
  /** Which of the attempts it is given the thread may begin. */
  readonly turns: AttemptTurns
  /** Folder of compiled code, if the platform keeps one: stripping types in each thread would cost 11 MB and 50 ms in each. */
  readonly compileCache?: string
  /** Whether the thread says what the agent's results are like. */
  readonly wantsSchema?: true
}

export type ToWorker =
  | {
      /** Runs the attempt when those given before it have ended, unless it is taken back. */
      readonly kind: 'run'
      /** Its place among the thread's attempts. */
      readonly number: number
      readonly call: AttemptCall
      /** When the worker aborts the attempt's signal by itself, from its beginning on. */
      readonly abortAfterMs: number
    }
  | { readonly kind: 'abort'; readonly number: number; readonly fault: FaultData }
  | { readonly kind: 'told'; readonly request: number; readonly value?: unknown; readonly fault?: FaultData }

/** A worker runs one attempt at a time and says all in order, so that messages need not name theirs. */
export type FromWorker =
  /** `schema`: what was wanted at the start, in a form that only those who start and who ask know. */
  | { readonly kind: 'ready'; readonly schema?: unknown }
  | { readonly kind: 'loadFailed'; readonly fault: FaultData }
  /** `tookMs`: from its beginning on. */
  | { readonly kind: 'ended'; readonly execution: Execution; readonly tookMs: number }
  | { readonly kind: 'printed'; readonly stream: PrintStream; readonly text: string }
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

export type PrintStream = 'stdout' | 'stderr'

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

import type { JsonValue } from '../core/json.ts'
import type { RecalledEntry } from '../core/memory.ts'
import type { ModelSettings } from '../core/model-settings.ts'
import type { ModelUsage } from '../core/model-usage.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { ModelScript } from '../ports/model-client.ts'

/** What `run` is given. `Input` is what the agent's input schema makes of the step's input. */
export interface AgentContext<Input = JsonValue> {
  readonly input: Input
  /** Outputs of the steps this one needs, by step id and by agent name; empty when `with` made the input. */
  readonly results: Readonly<Record<string, JsonValue>>
  readonly job: AgentJob
  readonly attempt: AgentAttempt
  /** Aborts when the job is cancelled, and shortly before the timeout: 10 % of it, at most 2 s. Pass it on to `fetch` and the like. */
  readonly signal: AbortSignal
  readonly log: AgentLog
  /**
   * Shows how far the attempt is. Calls closer together than 100 ms are dropped.
   * @param fraction 0 to 1; anything beyond is cut
   * @param text one line, up to 200 characters
   */
  progress(fraction: number, text?: string): void
  readonly storage: AgentStorage
  readonly memory: AgentMemory
  /** The functions that `capabilities.tools` of agents.yaml names, by name. */
  readonly tools: Readonly<Record<string, AgentTool>>
  /** For `llm` of `troupe/llm`: pass the context on to it. */
  readonly model?: AgentModel
}

/** What the platform knows of the agent's language model. */
export interface AgentModel {
  /** From agents.yaml. */
  readonly settings?: ModelSettings
  /** Tools that `capabilities.tools` of agents.yaml names: a model is offered no others. Absent: those of the code. */
  readonly tools?: readonly string[]
  /** Answers in place of a model, whatever the settings say: for tests. */
  readonly script?: ModelScript
  /** Told of each request once it is answered. */
  spent?(usage: ModelUsage): void
  /** Answers beyond this process, by what was asked. Absent: `llm.cache` is not written in agents.yaml. */
  readonly answers?: AnswerStore
  /** Told whether a model's answer was there already, each time the cache is asked. */
  cacheAsked?(isHit: boolean): void
  /** What models may cost the job from the start of this attempt on, and have cost this attempt so far; absent: no limit. */
  readonly budget?: { readonly microUsd: number; used(): ModelUsage['microUsd'] }
}

export interface AgentJob {
  readonly jobId: string
  readonly workflow: string
  readonly labels: Readonly<Record<string, string>>
  readonly tenant: string
}

export interface AgentAttempt {
  /** 1 for the first try. */
  readonly number: number
  /** Names this attempt and no other: an idempotency key for calls to the outside. */
  readonly token: string
  /** The attempt is ended by force then. Epoch ms. */
  readonly deadline: number
}

/** Writes one line to the platform's log, with the job, step and attempt. Up to 10,000 lines per attempt. */
export interface AgentLog {
  debug(message: string, fields?: AgentLogFields): void
  info(message: string, fields?: AgentLogFields): void
  warn(message: string, fields?: AgentLogFields): void
  error(message: string, fields?: AgentLogFields): void
}

export type AgentLogFields = Readonly<Record<string, unknown>>

/** Files of the job, for what is too large or not JSON. Later steps of the same job read them by reference. */
export interface AgentStorage {
  /**
   * Keeps a file under a name of this step; the same name again replaces it. Durable when it settles.
   * @param name up to 8 `/`-separated parts of `[A-Za-z0-9._-]`, 200 characters in all; else `AGENT_FILE_NAME_INVALID`
   */
  put(name: string, content: string | Uint8Array): Promise<StoredFile>
  /** Throws `AGENT_FILE_FOREIGN` for a reference of another job, `BLOB_MISSING` when nothing is there. */
  get(ref: string): Promise<Uint8Array>
  /** The file as UTF-8 text. */
  getText(ref: string): Promise<string>
}

export interface StoredFile {
  /** Plain text: return it in the output, so that later steps find the file. */
  readonly ref: string
}

/**
 * Texts to be found again by their words. For agents with `dependencies: { memory: required }` in agents.yaml; others are
 * refused with `AGENT_MEMORY_UNDECLARED`. No tenant sees another's.
 */
export interface AgentMemory {
  /** Of this job: what one step remembers, later steps of the job can recall. */
  readonly job: MemoryPart
  /** Of this agent, or of all agents that name the same scope; it outlives jobs. */
  readonly longTerm: MemoryPart
}

/** Holds the newest 500 entries, 512 KB in all, for 400 days each; the oldest make room. */
export interface MemoryPart {
  /**
   * Keeps a text; the same text again is kept once, as the newest. Durable when it settles.
   * @param text with its labels up to 8 KB, else `AGENT_MEMORY_TEXT_INVALID`; what looks like a key or password is masked
   */
  remember(text: string, labels?: Readonly<Record<string, string>>): Promise<{ readonly id: string }>
  /** Entries that share words with the query, the most relevant first. What was left out is in the log, by number. */
  recall(query: string, options?: MemoryOptions): Promise<readonly RecalledEntry[]>
  /** @param limit default 10 */
  newest(limit?: number): Promise<readonly RecalledEntry[]>
  /** Nothing happens when there is no such entry. */
  forget(id: string): Promise<void>
}

export interface MemoryOptions {
  /** Default 10. */
  readonly limit?: number
  /** Less relevant entries are left out. 0 to 1, default 0.25: about a quarter of the words, rare ones counting more. */
  readonly floor?: number
}

export type AgentTool = (...args: readonly unknown[]) => unknown

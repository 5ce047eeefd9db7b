import type { JsonObject, JsonValue } from '../core/json.ts'
import type { ModelProviderName } from '../core/model-settings.ts'
import type { Log } from './log.ts'

/** Talks to one chain of language models: the one that was chosen, then those that step in for it. */
export interface ModelClient {
  /**
   * Asks the model, runs the tools it calls, asks again, until it ends its turn, a tool ends the run, or `beforeCall`
   * throws. Throws faults of the area MODEL, the signal's reason when it aborts, and what a tool threw on purpose.
   */
  run(call: ModelCall): Promise<ModelEnd>
  /** The same, and tells each step of it as it happens. An answer of the model arrives whole: half of one may be retried. */
  stream(call: ModelCall): AsyncGenerator<ModelEvent, ModelEnd>
  /** What is known of the model that is asked first, without asking it. */
  describe(): ModelDescription
}

export interface ModelCall {
  readonly system: string
  readonly prompt: string
  readonly tools: readonly ModelTool[]
  /** The tool that the model must call now; only where `describe().forcedTool` says that it takes that. */
  readonly forcedTool?: string
  /** Of an earlier `run` of the same client: the prompt goes on with it. */
  readonly conversation?: ModelConversation
  /** One request to the model may take so long. */
  readonly callTimeoutMs: number
  /** Nothing is tried again beyond it. Epoch ms. */
  readonly deadline: number
  readonly signal: AbortSignal
  readonly log: Log
  /** Called before each request with every request so far; what it throws ends the run. */
  beforeCall(done: readonly ModelUse[]): void
}

export interface ModelTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly inputSchema: JsonObject
  /** What it throws ends the run: what the model should see of an error is an outcome. */
  call(input: JsonValue, signal: AbortSignal): Promise<ToolOutcome>
}

export interface ToolOutcome {
  readonly content: JsonValue
  readonly failed?: true
  /** The model is not asked again. */
  readonly ends?: true
}

declare const conversation: unique symbol
/** Opaque: reasoning blocks belong to the model that wrote them, and go back to it unchanged. */
export interface ModelConversation {
  readonly [conversation]: true
}

export type ModelEvent =
  | { readonly kind: 'answer'; readonly use: ModelUse; readonly text: string; readonly tools: readonly string[] }
  | { readonly kind: 'tool'; readonly name: string; readonly failed: boolean }

export interface ModelEnd {
  /** The text of the last answer. */
  readonly text: string
  readonly stop: ModelStop
  readonly uses: readonly ModelUse[]
  readonly conversation: ModelConversation
}

export type ModelStop = 'ended' | 'tool' | 'cutShort'

/** One request that was answered, and what it used. */
export interface ModelUse {
  readonly provider: ModelProvider
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  /** From the first try to the answer, pauses included. */
  readonly elapsedMs: number
  /** Tries in all, over all models of the chain. */
  readonly tries: number
}

export type ModelProvider = ModelProviderName

export interface ModelDescription {
  readonly provider: ModelProvider
  readonly model: string
  /** Whether it can be told to call one tool. Undefined: not known, to be tried. */
  readonly forcedTool: boolean | undefined
}

/** What a scripted model is asked, as plain data. */
export interface ScriptedRequest {
  readonly system: string
  readonly messages: readonly ScriptedMessage[]
  readonly tools: readonly string[]
  readonly forcedTool?: string
}

export interface ScriptedMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
  readonly toolCalls: readonly { readonly name: string; readonly input: JsonValue }[]
  readonly toolResults: readonly { readonly failed: boolean; readonly text: string }[]
}

export interface ScriptedAnswer {
  readonly text?: string
  readonly toolCalls?: readonly { readonly name: string; readonly input: JsonValue }[]
  /** Default: a fourth of the characters. */
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly delayMs?: number
}

/** Answers in place of a model, for tests and demos. */
export type ModelScript = (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>

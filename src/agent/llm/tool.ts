import type { z } from 'zod'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { AgentContext } from '../context.ts'

/** What an author writes. */
export interface LlmToolSource<Input extends z.ZodType> {
  /** 1 to 64 of `[A-Za-z0-9_-]`; a verb that says what it does. */
  readonly name: string
  /** What it does, when to call it, and what it answers: the model reads nothing else. */
  readonly description: string
  /** zod's schema of an object, version 4. A call that does not match is answered with what is wrong. */
  readonly input: Input
  /**
   * What it returns must be JSON. What it throws is shown to the model as one line without secrets, so that it can do
   * something else; `retryable(...)` and `fatal(...)` end the run instead.
   */
  run(input: z.output<Input>, signal: AbortSignal, context: ToolContext): unknown
  /** `llm({ approve })` is asked before each call: for tools with effects. Default false. */
  readonly needsApproval?: boolean
}

/** The part of an agent's context that tools see: files and results of the job. */
export type ToolContext = Partial<Pick<AgentContext<unknown>, 'storage' | 'results'>>

/** A function that a model may call. */
export interface LlmTool {
  readonly name: string
  readonly description: string
  readonly input: z.ZodType
  /** In place of what `input` says, for tools that others describe. */
  readonly inputSchema?: JsonObject
  readonly needsApproval?: boolean
  run(input: unknown, signal: AbortSignal, context: ToolContext): unknown
}

/** A tool that a model wants to call. */
export interface ToolRequest {
  readonly tool: string
  readonly input: JsonValue
}

/** True lets the tool be called; a text says to the model why not. */
export type Approve = (asked: ToolRequest) => boolean | string | Promise<boolean | string>

/** Makes a tool, with the type of its input taken from the schema. Make it once, beside the agent. */
export function tool<Input extends z.ZodType>(source: LlmToolSource<Input>): LlmTool {
  return source as unknown as LlmTool
}

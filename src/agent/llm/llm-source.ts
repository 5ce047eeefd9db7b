import type { z } from 'zod'
import type { ModelGuardrail } from '../../core/model-settings.ts'
import type { ModelProvider, ModelScript, ModelUse } from '../../ports/model-client.ts'
import type { AgentContext } from '../context.ts'
import type { Instructions, InstructionValues } from './instructions.ts'
import type { LlmLimits } from './limits.ts'
import type { McpServer } from './mcp-server.ts'
import type { OutputRung } from './output-rung.ts'
import type { ModelCost, ModelPrice } from './prices.ts'
import type { Approve, LlmTool, ToolContext } from './tool.ts'

/** What an author writes. */
export interface LlmSource<Output extends z.ZodType = z.ZodType<string>> {
  readonly instructions: Instructions
  /** The only functions that this model may call. */
  readonly tools?: readonly (LlmTool | McpServer)[]
  /** Asked before each call of a tool that `needsApproval`. Within the step's timeout. */
  readonly approve?: Approve
  /** zod's schema of the result, version 4. Without it the result is the model's text. */
  readonly output?: Output
  /** In place of the model that agents.yaml names. */
  readonly model?: string
  readonly limits?: LlmLimits
  /** 0 to 1. Left out it is not sent: many models refuse it. */
  readonly temperature?: number
  /** A guardrail of Bedrock, for what is asked and what is answered, in place of the one that agents.yaml names. */
  readonly guardrail?: ModelGuardrail
  /**
   * What tools answer goes by the guardrail too, a request for each, before the model sees it. Default false: Bedrock looks
   * at what is asked and answered alone.
   */
  readonly guardTools?: boolean
  /**
   * Mail addresses, card numbers, IBANs, telephone and social security numbers become placeholders before the model sees
   * them, and themselves again for tools and in the result; the output's schema sees placeholders. Default false.
   */
  readonly maskPersonalData?: boolean
  /**
   * How long the same tenant's same question may be answered with the same result, by this process, and where agents.yaml
   * says `llm.cache` by others too. Never with tools or a temperature. Default: what `llm.cache` says, or not at all; 0 is
   * not at all.
   */
  readonly cacheMs?: number
  /** Recalls what the agent and its job remembered, by the words of the prompt, and tells it the model. Default: nothing. */
  readonly memory?: LlmMemory
  /** In place of what is known of the model. */
  readonly structuredOutput?: OutputRung
  /** USD for a million tokens, by the exact id of a model; they come before the snapshot's. */
  readonly prices?: Readonly<Record<string, ModelPrice>>
  /** Answers where agents.yaml says `provider: scripted`, and nowhere else. */
  readonly script?: ModelScript
}

/** The part of an agent's context that a run needs. */
export type LlmContext = Pick<AgentContext<unknown>, 'input' | 'job' | 'attempt' | 'signal' | 'log' | 'model'> &
  ToolContext &
  Partial<Pick<AgentContext<unknown>, 'memory'>>

/** What of the memory a model is told. */
export interface LlmMemory {
  /** Default `['job', 'longTerm']`. */
  readonly from?: readonly ('job' | 'longTerm')[]
  /** Of each part. Default 10. */
  readonly limit?: number
  /** Less relevant entries are left out. 0 to 1; default 0.25. */
  readonly floor?: number
  /** Tokens, taken for four characters each, that all entries may have together. Default 1,000. */
  readonly tokens?: number
}

export interface LlmAsk {
  /** What is asked. Default: the agent's input as JSON, fenced as untrusted. */
  readonly prompt?: string
  /** For the `{{ }}` of the instructions. */
  readonly values?: InstructionValues
}

export interface LlmResult<Output = unknown> {
  readonly output: Output
  /** The model's last words. */
  readonly text: string
  readonly provider: ModelProvider
  /** The one that answered last. */
  readonly model: string
  /** True where a script answered in place of a model. */
  readonly simulated: boolean
  /** True where it was asked before: then `usage` and `cost` are nothing. */
  readonly cached: boolean
  readonly usage: {
    readonly requests: number
    readonly inputTokens: number
    readonly outputTokens: number
    readonly cacheReadTokens: number
    readonly cacheWriteTokens: number
  }
  readonly cost: ModelCost
  /** Each request that was answered. */
  readonly calls: readonly ModelUse[]
}

import type { z } from 'zod'
import type { LookAt } from '../../adapters/models/bedrock-guardrail.ts'
import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import type { ToolOutcome } from '../../ports/model-client.ts'
import type { ChosenModel } from './choose-model.ts'
import type { LlmSource } from './llm-source.ts'

/** One for each guardrail and process: a client holds connections. */
const opened = new Map<string, LookAt>()

/**
 * What looks at results of tools; undefined: nobody asked for it, or a script answers. Throws
 * `MODEL_GUARDRAIL_UNAVAILABLE` rather than leave out a guardrail that was asked for.
 */
export async function guardOf(source: LlmSource<z.ZodType>, chosen: ChosenModel): Promise<LookAt | undefined> {
  const { provider, region } = chosen
  const unavailable = (problem: string) => new Fault('MODEL_GUARDRAIL_UNAVAILABLE', { problem })
  if (provider === 'scripted') return undefined
  if (source.guardrail !== undefined && provider !== 'bedrock') throw unavailable(`provider ${provider} has none`)
  if (source.guardTools !== true) return undefined
  const guardrail = source.guardrail ?? chosen.guardrail
  if (guardrail === undefined) throw unavailable('guardTools is said, and none is named')
  const settings = { guardrail, ...(region === undefined ? {} : { region }) }
  const key = JSON.stringify(settings)
  const { createBedrockGuardrail } = await import('../../adapters/models/bedrock-guardrail.ts')
  const lookAt = opened.get(key) ?? createBedrockGuardrail(settings)
  opened.set(key, lookAt)
  return lookAt
}

/** The outcome as the model may see it. */
export async function guarded(
  outcome: ToolOutcome,
  lookAt: LookAt | undefined,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  if (lookAt === undefined) return outcome
  const { content } = outcome
  const shown = await lookAt(typeof content === 'string' ? content : JSON.stringify(content), signal)
  return shown === undefined
    ? outcome
    : { ...outcome, content: `Withheld by a guardrail: ${shown}` satisfies JsonValue }
}

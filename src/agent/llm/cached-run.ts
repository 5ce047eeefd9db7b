import { createHash } from 'node:crypto'
import * as z from 'zod'
import { untilAborted } from '../../adapters/models/until-aborted.ts'
import { canonicalJson, type JsonValue } from '../../core/json.ts'
import { createAnswerCache } from './answer-cache.ts'
import type { LlmAsk, LlmContext, LlmResult, LlmSource } from './llm.ts'
import { chooseFor, runLlm, textsOf } from './run-llm.ts'

const maxEntries = 500
const cache = createAnswerCache<LlmResult>(maxEntries, Date.now)

/**
 * A run, or the result of one that was asked exactly the same by the same tenant. Runs with tools or a temperature, and
 * scripts, are never taken from it: a tool may have effects, and sampling was asked for.
 */
export async function cachedRun(source: LlmSource<z.ZodType>, context: LlmContext, ask: LlmAsk): Promise<LlmResult> {
  const run = () => runLlm(source, context, ask)
  const { cacheMs, tools = [], temperature } = source
  if (cacheMs === undefined || tools.length > 0 || temperature !== undefined) return await run()
  const chosen = chooseFor(source, context)
  if (chosen.provider === 'scripted') return await run()
  const { apiKey: _secret, ...model } = chosen
  const asked = {
    tenant: context.job.tenant,
    model,
    ...textsOf(source, context, ask),
    output: source.output === undefined ? null : z.toJSONSchema(source.output, { io: 'input', unrepresentable: 'any' }),
    guardrail: source.guardrail ?? null,
    rung: source.structuredOutput ?? null,
    answerTokens: source.limits?.answerTokens ?? null,
  }
  const { value, isHit } = await untilAborted(cache.get(keyOf(asked), cacheMs, run), context.signal)
  context.model?.cacheAsked?.(isHit)
  return isHit ? freeOf(value) : value
}

function keyOf(asked: object): string {
  return createHash('sha256')
    .update(canonicalJson(asked as JsonValue))
    .digest('hex')
}

/** What was paid for once is not counted twice. */
function freeOf(result: LlmResult): LlmResult {
  const usage = { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
  // A result of one's own: the caller may change what it was given.
  const output = structuredClone(result.output)
  return { ...result, output, cached: true, usage, cost: { microUsd: 0, priceSource: 'cache' }, calls: [] }
}

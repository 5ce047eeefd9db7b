import { createHash } from 'node:crypto'
import * as z from 'zod'
import { untilAborted } from '../../adapters/models/until-aborted.ts'
import { canonicalJson, type JsonValue } from '../../core/json.ts'
import { createAnswerCache } from './answer-cache.ts'
import type { ChosenModel } from './choose-model.ts'
import { freeOf, keptAnswers, ownOf } from './kept-answers.ts'
import type { LlmAsk, LlmContext, LlmResult, LlmSource } from './llm-source.ts'
import { textsOf } from './model-texts.ts'
import { chooseFor, runLlm } from './run-llm.ts'

const maxEntries = 500
const cache = createAnswerCache<LlmResult>(maxEntries, Date.now)

/**
 * A run, or the result of one that was asked exactly the same by the same tenant: in this process, or before it where the
 * platform keeps answers. Runs with tools or a temperature, and scripts, are never taken from it: a tool may have effects,
 * and sampling was asked for.
 */
export async function cachedRun(source: LlmSource<z.ZodType>, context: LlmContext, ask: LlmAsk): Promise<LlmResult> {
  const run = () => runLlm(source, context, ask)
  const { tools = [], temperature, cacheMs = context.model?.settings?.cacheMs ?? 0 } = source
  if (cacheMs <= 0 || tools.length > 0 || temperature !== undefined) return await run()
  const chosen = chooseFor(source, context)
  if (chosen.provider === 'scripted') return await run()
  const hash = hashOf({ ...whatIsAsked(source, chosen), ...textsOf(source, context, ask), cacheMs }, context)
  const kept = keptAnswers(source, context, hash)
  const make = async () => {
    const found = await kept.find()
    if (found !== undefined) return found
    const made = { value: await run(), expiresAt: Date.now() + cacheMs }
    await kept.keep(made)
    return made
  }
  const { value, isHit } = await untilAborted(cache.get(hash, make), context.signal)
  context.model?.cacheAsked?.(isHit || value.cached)
  return ownOf(isHit ? freeOf(value) : value)
}

/** All of a definition that an answer depends on. */
function whatIsAsked(source: LlmSource<z.ZodType>, { apiKey: _secret, ...model }: ChosenModel) {
  return {
    model,
    output: source.output === undefined ? null : z.toJSONSchema(source.output, { io: 'input', unrepresentable: 'any' }),
    guardrail: source.guardrail ?? null,
    mask: source.maskPersonalData === true,
    rung: source.structuredOutput ?? null,
    answerTokens: source.limits?.answerTokens ?? null,
  }
}

function hashOf(asked: object, { job }: LlmContext): string {
  return createHash('sha256')
    .update(canonicalJson({ ...asked, tenant: job.tenant } as unknown as JsonValue))
    .digest('hex')
}

import type { z } from 'zod'
import { Fault } from '../../core/fault.ts'
import { readModelEnv } from '../../env.ts'
import type { ModelCall, ModelScript, ModelUse } from '../../ports/model-client.ts'
import { type ChosenModel, chooseModel } from './choose-model.ts'
import { countedClient } from './counted-client.ts'
import { guardOf } from './guard.ts'
import { type EffectiveLimits, limitsOf, timedSignal } from './limits.ts'
import type { LlmAsk, LlmContext, LlmResult, LlmSource } from './llm-source.ts'
import { type OpenedTools, openTools } from './mcp-server.ts'
import { maskedTexts, textsOf } from './model-texts.ts'
import { modelTools } from './model-tools.ts'
import { openClient } from './open-client.ts'
import { createMask } from './personal-data.ts'
import { costOf, usageOf } from './prices.ts'
import { reachOutput } from './reach-output.ts'
import { quietLog, withoutSecrets } from './secrets.ts'

/** Retries end so long before the attempt is ended by force: there must be time to say how it ended. */
const marginMs = 2_000

/** One run: chooses the model, fills the instructions, goes through the loop, checks the output, adds up what it used. */
export async function runLlm(source: LlmSource<z.ZodType>, context: LlmContext, ask: LlmAsk): Promise<LlmResult> {
  const limits = limitsOf(source.limits)
  const chosen = chooseFor(source, context)
  const secrets = chosen.apiKey === undefined ? [] : [chosen.apiKey]
  const mask = source.maskPersonalData === true ? createMask() : undefined
  const { system, prompt } = maskedTexts(textsOf(source, context, ask), limits, mask)
  const { signal, done } = timedSignal(context.signal, limits.timeMs)
  const uses: ModelUse[] = []
  let opened: OpenedTools | undefined
  try {
    const lookAt = await guardOf(source, chosen)
    opened = await openTools(source.tools ?? [], signal)
    const { approve } = source
    const tools = modelTools(opened.tools, {
      ...limits,
      secrets,
      mask,
      approve,
      lookAt,
      context,
      allowed: context.model?.tools,
    })
    const client = await openClient(chosen, optionsOf(source, limits), scriptOf(source, context))
    const call: ModelCall = {
      ...{ system, prompt, tools, signal },
      callTimeoutMs: limits.callTimeMs,
      deadline: deadlineOf(context, limits),
      log: quietLog(context.log, secrets),
      beforeCall: () => undefined,
    }
    const counting = { source, limits, chosen, uses, model: context.model }
    const { end, output } = await reachOutput(source, countedClient(client, counting), call)
    const shown =
      mask === undefined ? { output, text: end.text } : (mask.unmaskAll({ output, text: end.text }) as Shown)
    return resultOf({ source, chosen, uses }, shown)
  } catch (thrown) {
    throw withoutSecrets(thrown, secrets)
  } finally {
    done()
    await opened?.close()
    noteUse(context, source, uses)
  }
}

interface Shown {
  readonly output: unknown
  readonly text: string
}

export function chooseFor(source: LlmSource<z.ZodType>, { model }: LlmContext): ChosenModel {
  if (model?.script !== undefined) return { provider: 'scripted', model: 'scripted' }
  const own = source.model === undefined ? {} : { model: source.model }
  return chooseModel({ ...model?.settings, ...own }, readModelEnv())
}

function scriptOf(source: LlmSource<z.ZodType>, { model }: LlmContext): ModelScript {
  return (
    model?.script ??
    source.script ??
    (() => {
      throw new Fault('MODEL_SCRIPT_EXHAUSTED', { request: 1 })
    })
  )
}

function optionsOf({ guardrail, temperature }: LlmSource<z.ZodType>, { answerTokens }: EffectiveLimits) {
  return {
    ...(guardrail === undefined ? {} : { guardrail }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(answerTokens === undefined ? {} : { maxOutputTokens: answerTokens }),
  }
}

function deadlineOf({ attempt }: LlmContext, { timeMs }: EffectiveLimits): number {
  const own = timeMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeMs
  return Math.min(attempt.deadline - marginMs, own)
}

interface Run {
  readonly source: LlmSource<z.ZodType>
  readonly chosen: ChosenModel
  readonly uses: ModelUse[]
}

function resultOf({ source, chosen, uses }: Run, { output, text }: Shown): LlmResult {
  const sum = (tokens: (use: ModelUse) => number) => uses.reduce((all, use) => all + tokens(use), 0)
  return {
    output,
    text,
    provider: chosen.provider,
    model: uses.at(-1)?.model ?? chosen.model,
    simulated: chosen.provider === 'scripted',
    cached: false,
    usage: {
      requests: uses.length,
      inputTokens: sum((use) => use.inputTokens),
      outputTokens: sum((use) => use.outputTokens),
      cacheReadTokens: sum((use) => use.cacheReadTokens),
      cacheWriteTokens: sum((use) => use.cacheWriteTokens),
    },
    cost: costOf(uses, source.prices),
    calls: uses,
  }
}

function noteUse({ log }: LlmContext, { prices }: LlmSource<z.ZodType>, uses: readonly ModelUse[]): void {
  const last = uses.at(-1)
  if (last === undefined) return
  const { provider, model } = last
  log.info('Model was used', { provider, model, ...usageOf(uses, prices) })
}

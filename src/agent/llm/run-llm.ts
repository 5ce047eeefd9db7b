import type { z } from 'zod'
import { Fault } from '../../core/fault.ts'
import { readModelEnv } from '../../env.ts'
import type { ModelCall, ModelClient, ModelEnd, ModelScript, ModelUse } from '../../ports/model-client.ts'
import { type ChosenModel, chooseModel } from './choose-model.ts'
import { guardOf } from './guard.ts'
import { fillInstructions } from './instructions.ts'
import { checkPrompt, checkTurns, type EffectiveLimits, limitsOf, timedSignal } from './limits.ts'
import type { LlmAsk, LlmContext, LlmResult, LlmSource } from './llm.ts'
import { type OpenedTools, openTools } from './mcp-server.ts'
import { openClient } from './open-client.ts'
import { createMask, type Mask } from './personal-data.ts'
import { checkBudget, checkJobBudget, costOf, usageOf } from './prices.ts'
import { reachOutput } from './reach-output.ts'
import { quietLog, withoutSecrets } from './secrets.ts'
import { modelTools } from './tool.ts'
import { untrusted } from './untrusted.ts'

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
    const { end, output } = await reachOutput(source, counted(client, counting), call)
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

interface Texts {
  readonly system: string
  readonly prompt: string
}

/** What the model is told. */
export function textsOf(source: LlmSource<z.ZodType>, context: LlmContext, ask: LlmAsk): Texts {
  const system = fillInstructions(source.instructions, ask.values ?? {})
  return { system, prompt: promptOf(context, ask) }
}

export function promptOf({ input }: LlmContext, { prompt }: LlmAsk): string {
  return prompt ?? untrusted('input', JSON.stringify(input ?? null))
}

/** The same, not too large, and without personal data where that is masked. */
function maskedTexts({ system, prompt }: Texts, limits: EffectiveLimits, mask: Mask | undefined): Texts {
  checkPrompt(limits, system, prompt)
  return mask === undefined ? { system, prompt } : { system: mask.mask(system), prompt: mask.mask(prompt) }
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
  /** Of all runs of the loop that this run needs. */
  readonly uses: ModelUse[]
}

interface Counting extends Run {
  readonly limits: EffectiveLimits
  readonly model: LlmContext['model']
}

/** The client with limits that count over several runs of the loop. */
function counted(client: ModelClient, { source, limits, chosen, uses, model }: Counting) {
  const ids = [chosen.model, ...(chosen.fallbackModel === undefined ? [] : [chosen.fallbackModel])]
  const prices = { models: ids.map((id) => ({ provider: chosen.provider, model: id })), own: source.prices }
  return {
    describe: client.describe,
    async run(call: ModelCall): Promise<ModelEnd> {
      const before = uses.length
      const keep = (done: readonly ModelUse[]) => {
        const fresh = done.slice(uses.length - before)
        uses.push(...fresh)
        for (const use of fresh) model?.spent?.(usageOf([use], source.prices))
      }
      let latest: readonly ModelUse[] = []
      const beforeCall = (done: readonly ModelUse[]) => {
        latest = done
        keep(done)
        checkTurns(limits, uses)
        checkBudget(limits.usd, uses, prices)
        checkJobBudget(model?.budget, prices)
      }
      try {
        return await client.run({ ...call, beforeCall })
      } finally {
        // What was answered was paid for, however the run ended.
        keep(latest)
      }
    },
  }
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

import { setTimeout as sleep } from 'node:timers/promises'
import type { Candidate } from '../../adapters/models/model-chain.ts'
import type { ProviderSettings } from '../../adapters/models/provider-settings.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ModelClient, ModelScript } from '../../ports/model-client.ts'
import { takesForcedTool } from './capabilities.ts'
import type { ChosenModel } from './choose-model.ts'
import { missingPackage } from './provider-package.ts'

const clock: Clock = { now: () => Date.now(), sleep: (ms) => sleep(ms) }

/** One for each setting and process: a provider's client holds connections. */
const candidates = new Map<string, Promise<Candidate>>()

/** How the models are opened, beside which they are. */
export type ModelOptions = Pick<ProviderSettings, 'guardrail' | 'maxOutputTokens' | 'temperature'>

/** A client of the chosen model and its fallback. Only the provider's own packages are loaded. */
export async function openClient(
  chosen: ChosenModel,
  options: ModelOptions,
  script: ModelScript,
): Promise<ModelClient> {
  const { createStrandsClient } = await import('../../adapters/models/strands-client.ts')
  const { provider, model, fallbackModel, ...rest } = chosen
  const open = (id: string) =>
    provider === 'scripted' ? openScripted(script) : openOnce(provider, { model: id, ...rest, ...options })
  const first = await open(model)
  const others = fallbackModel === undefined ? [] : [await open(fallbackModel)]
  return createStrandsClient({ candidates: [first, ...others], clock, forcedTool: takesForcedTool(model) })
}

async function openScripted(script: ModelScript): Promise<Candidate> {
  const { createScriptedCandidate } = await import('../../adapters/models/scripted.ts')
  return createScriptedCandidate(script)
}

type RealProvider = Exclude<ChosenModel['provider'], 'scripted'>

function openOnce(provider: RealProvider, settings: ProviderSettings): Promise<Candidate> {
  const key = JSON.stringify([provider, settings])
  const known = candidates.get(key)
  if (known !== undefined) return known
  const opened = openers[provider](settings).catch((thrown: unknown) => {
    candidates.delete(key)
    throw missingPackage(provider, thrown)
  })
  candidates.set(key, opened)
  return opened
}

const openers: Readonly<Record<RealProvider, (settings: ProviderSettings) => Promise<Candidate>>> = {
  bedrock: async (settings) => (await import('../../adapters/models/bedrock.ts')).createBedrockCandidate(settings),
  anthropic: async (settings) =>
    (await import('../../adapters/models/anthropic.ts')).createAnthropicCandidate(settings),
  openai: async (settings) =>
    (await import('../../adapters/models/openai-compatible.ts')).createOpenAiCandidate(settings),
  'openai-compatible': async (settings) =>
    (await import('../../adapters/models/openai-compatible.ts')).createOpenAiCandidate(settings),
}

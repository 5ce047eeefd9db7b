import { AnthropicModel } from '@strands-agents/sdk/models/anthropic'
import type { Candidate } from './model-chain.ts'
import type { ProviderSettings } from './provider-settings.ts'

/** Anthropic's API asks for the most that an answer may have. */
const defaultMaxOutputTokens = 8_192

/** A model by Anthropic's own Messages API. */
export function createAnthropicCandidate(settings: ProviderSettings): Candidate {
  const { model: id, endpoint, apiKey, maxOutputTokens = defaultMaxOutputTokens, temperature } = settings
  const model = new AnthropicModel({
    modelId: id,
    maxTokens: maxOutputTokens,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(temperature === undefined ? {} : { temperature }),
    clientConfig: { maxRetries: 0, ...(endpoint === undefined ? {} : { baseURL: endpoint }) },
  })
  return { provider: 'anthropic', id, model }
}

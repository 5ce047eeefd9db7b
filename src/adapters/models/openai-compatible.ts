import { OpenAIModel } from '@strands-agents/sdk/models/openai'
import type { Candidate } from './model-chain.ts'
import type { ProviderSettings } from './provider-settings.ts'

/** A model behind `/chat/completions`: OpenAI's own without an endpoint, else Ollama, LM Studio, llama.cpp and the like. */
export function createOpenAiCandidate(settings: ProviderSettings): Candidate {
  const { model: id, endpoint, apiKey, maxOutputTokens, temperature } = settings
  const model = new OpenAIModel({
    api: 'chat',
    modelId: id,
    // Servers of one's own ask for no key, but the client does.
    apiKey: apiKey ?? 'none',
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    clientConfig: { maxRetries: 0, ...(endpoint === undefined ? {} : { baseURL: endpoint }) },
  })
  return { provider: endpoint === undefined ? 'openai' : 'openai-compatible', id, model }
}

import { BedrockModel } from '@strands-agents/sdk/models/bedrock'
import type { Candidate } from './model-chain.ts'
import type { ProviderSettings } from './provider-settings.ts'

/** A model on Bedrock, by the Converse API. Credentials come by AWS' own rules. */
export function createBedrockCandidate(settings: ProviderSettings): Candidate {
  const { model: id, region, endpoint, guardrail, maxOutputTokens, temperature } = settings
  const model = new BedrockModel({
    modelId: id,
    ...(region === undefined ? {} : { region }),
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(guardrail === undefined
      ? {}
      : { guardrailConfig: { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version } }),
    ...(settings.streaming === false ? { stream: false } : {}),
    // The chain retries: two owners would multiply their tries.
    clientConfig: { maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) },
  })
  return { provider: 'bedrock', id, model }
}

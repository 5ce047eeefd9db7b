export type ModelProviderName = 'bedrock' | 'anthropic' | 'openai' | 'openai-compatible' | 'scripted'

/** What agents.yaml says of an agent's language model. Nothing of it is a secret. */
export interface ModelSettings {
  readonly provider?: ModelProviderName
  readonly model?: string
  /** Bedrock only. */
  readonly region?: string
  /** Asked when `model` cannot answer. Of the same provider. */
  readonly fallbackModel?: string
  /** openai-compatible only. */
  readonly baseUrl?: string
}

/** The environment variable that holds the key of a provider; Bedrock takes AWS' own. */
export const modelKeyNames = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  'openai-compatible': 'TROUPE_LLM_API_KEY',
} as const satisfies Partial<Record<ModelProviderName, string>>

/** Names of the variables that an agent with such a model reads. */
export function modelKeyNamesOf({ provider }: ModelSettings): readonly string[] {
  return provider !== undefined && provider in modelKeyNames
    ? [modelKeyNames[provider as keyof typeof modelKeyNames]]
    : []
}

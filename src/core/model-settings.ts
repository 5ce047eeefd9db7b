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
  /** Bedrock only. Looks at what is asked and what is answered. */
  readonly guardrail?: ModelGuardrail
  /** How long an answer may be given again to who asks the same, in ms; absent: not at all. */
  readonly cacheMs?: number
}

export interface ModelGuardrail {
  readonly id: string
  /** `DRAFT`, or a number. */
  readonly version: string
}

/** The provider of a deployed agent: where nothing is written it is Bedrock, for which a Lambda has credentials. */
export function deployedProviderOf({ provider, baseUrl }: ModelSettings = {}): ModelProviderName {
  return provider ?? (baseUrl === undefined ? 'bedrock' : 'openai-compatible')
}

/** The environment variable that holds the key of a provider; Bedrock takes AWS' own. */
export const modelKeyNames = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  'openai-compatible': 'TROUPE_LLM_API_KEY',
} as const satisfies Partial<Record<ModelProviderName, string>>

/** Names of the variables that an agent with such a model cannot do without. */
export function modelKeyNamesOf({ provider }: ModelSettings): readonly string[] {
  return provider === 'anthropic' || provider === 'openai' ? [modelKeyNames[provider]] : []
}

/** Whether an agent with such a model is shown a variable without listing it; beside `modelKeyNamesOf`. */
export function isOfModel({ provider }: ModelSettings, variable: string): boolean {
  if (variable.startsWith('AWS_')) return provider === 'bedrock' || provider === undefined
  return variable.startsWith('TROUPE_LLM_')
}

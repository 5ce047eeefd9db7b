import type { ModelGuardrail } from '../../core/model-settings.ts'

/** What one model is opened with. Each provider takes its own part. */
export interface ProviderSettings {
  readonly model: string
  readonly region?: string
  /** In place of the provider's own address. */
  readonly endpoint?: string
  /** Kept in memory only: never logged, never part of a fault. */
  readonly apiKey?: string
  readonly guardrail?: ModelGuardrail
  readonly maxOutputTokens?: number
  readonly temperature?: number
  /** Bedrock only. Default true. */
  readonly streaming?: boolean
}

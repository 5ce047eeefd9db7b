import { Fault } from '../../core/fault.ts'
import {
  type ModelGuardrail,
  type ModelProviderName,
  type ModelSettings,
  modelKeyNames,
} from '../../core/model-settings.ts'
import type { ModelEnv } from '../../env.ts'

/** Which model is asked, with what its provider needs. `apiKey` is a secret. */
export interface ChosenModel {
  readonly provider: ModelProviderName
  readonly model: string
  readonly fallbackModel?: string
  readonly region?: string
  readonly endpoint?: string
  readonly apiKey?: string
  readonly guardrail?: ModelGuardrail
}

/**
 * The first that is there: what agents.yaml says, credentials for Bedrock, a declared base URL. `scripted` only when it is
 * written. Throws `MODEL_NOT_CONFIGURED`, which names the three repairs, and `MODEL_KEY_MISSING`.
 */
export function chooseModel(settings: ModelSettings, env: ModelEnv): ChosenModel {
  const provider = settings.provider ?? detectedProvider(settings, env)
  if (provider === undefined) {
    throw notConfigured(
      'no provider is written, no AWS credentials are visible to the agent, and no base URL is declared',
    )
  }
  if (provider === 'scripted') return { provider, model: 'scripted' }
  const model = settings.model ?? env.model
  if (model === undefined) throw notConfigured(`provider ${provider} is told no model`)
  return {
    provider,
    model,
    ...(settings.fallbackModel === undefined ? {} : { fallbackModel: settings.fallbackModel }),
    ...partsOf(provider, settings, env),
  }
}

function detectedProvider(settings: ModelSettings, env: ModelEnv): ModelProviderName | undefined {
  if (settings.baseUrl !== undefined) return 'openai-compatible'
  if (env.hasAwsCredentials) return 'bedrock'
  return env.baseUrl === undefined ? undefined : 'openai-compatible'
}

type Parts = Pick<ChosenModel, 'region' | 'endpoint' | 'apiKey' | 'guardrail'>

function partsOf(provider: Exclude<ModelProviderName, 'scripted'>, settings: ModelSettings, env: ModelEnv): Parts {
  switch (provider) {
    case 'bedrock':
      return {
        ...(settings.region === undefined ? {} : { region: settings.region }),
        ...(settings.guardrail === undefined ? {} : { guardrail: settings.guardrail }),
      }
    case 'openai-compatible': {
      const endpoint = settings.baseUrl ?? env.baseUrl
      if (endpoint === undefined) throw notConfigured('provider openai-compatible is told no base URL')
      // Servers of one's own ask for no key.
      const apiKey = env.keyOf(provider)
      return { endpoint, ...(apiKey === undefined ? {} : { apiKey }) }
    }
    case 'openai':
    case 'anthropic': {
      const apiKey = env.keyOf(provider)
      if (apiKey === undefined) throw new Fault('MODEL_KEY_MISSING', { provider, name: modelKeyNames[provider] })
      return { apiKey }
    }
  }
}

function notConfigured(problem: string): Fault {
  return new Fault('MODEL_NOT_CONFIGURED', { problem })
}

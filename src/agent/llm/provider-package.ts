import { Fault } from '../../core/fault.ts'
import type { ModelProviderName } from '../../core/model-settings.ts'

/** What a provider needs beside troupe, as npm names it; who uses another provider does not install it. */
export const providerPackages: Readonly<Partial<Record<ModelProviderName, string>>> = {
  anthropic: '@anthropic-ai/sdk@0.109.1',
  openai: 'openai@6.49.0',
  'openai-compatible': 'openai@6.49.0',
}

/** `MODEL_PACKAGE_MISSING` for the error of an import that did not find the provider's package; else what was thrown. */
export function missingPackage(provider: ModelProviderName, thrown: unknown): unknown {
  const wanted = providerPackages[provider]
  if (wanted === undefined || !(thrown instanceof Error)) return thrown
  const name = wanted.slice(0, wanted.lastIndexOf('@'))
  const isMissing = 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND'
  if (!isMissing || !thrown.message.includes(`'${name}'`)) return thrown
  return new Fault('MODEL_PACKAGE_MISSING', { provider, package: wanted })
}

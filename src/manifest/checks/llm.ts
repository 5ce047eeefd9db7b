import type { LlmDocument } from '../schema/platform.ts'
import type { Context } from './context.ts'

/** Combinations that a provider of models refuses, whatever is built. */
export function checkLlm(context: Context): void {
  const { llm } = context.draft.manifest
  if (llm !== undefined) checkProvider(llm, context)
}

function checkProvider(llm: LlmDocument, { draft, report }: Context): void {
  const conflict = (key: string, problem: string, repair: string) =>
    report.error('MANIFEST_CONFLICT', draft.source.valueAt(['llm', key]), { problem, repair })
  if (llm.provider === 'openai-compatible' && llm.base_url === undefined) {
    conflict('provider', 'Provider openai-compatible has no address', 'Add base_url')
  }
  if (llm.provider !== 'openai-compatible' && llm.base_url !== undefined) {
    conflict(
      'base_url',
      `Provider ${llm.provider} has an address of its own`,
      'Remove base_url, or write provider: openai-compatible',
    )
  }
  if (llm.provider !== 'bedrock' && llm.region !== undefined) {
    conflict('region', `Provider ${llm.provider} has no regions`, 'Remove region')
  }
  if (llm.provider !== 'scripted' && llm.model === undefined) {
    conflict('provider', `Provider ${llm.provider} needs a model`, 'Add model')
  }
}

import type { AgentDefinition } from '../core/definition.ts'
import { parseDurationMs } from '../core/duration.ts'
import { type ModelSettings, modelKeyNamesOf } from '../core/model-settings.ts'
import { settingsOf } from './agent-settings.ts'
import type { AgentSettings } from './schema/agent.ts'
import type { Manifest } from './schema/manifest.ts'

/** What is written of a model: any part may be left out. */
export type WrittenLlm = NonNullable<AgentSettings['llm']>

/**
 * The model of an agent that says `llm`, be it `llm: {}`; undefined for all others: keys go to agents that ask for them.
 * The section `llm` gives what the agent leaves out, unless the agent names another provider.
 */
export function llmOf(manifest: Manifest, agent: string, stage: string | undefined): WrittenLlm | undefined {
  const { llm: own } = settingsOf(manifest, agent, stage)
  if (own === undefined) return undefined
  const { llm: section } = manifest
  const isOther = own.provider !== undefined && section !== undefined && own.provider !== section.provider
  return isOther ? own : { ...section, ...own }
}

/** The same as the definition has it, with the variables that such a model cannot do without beside those that are listed. */
export function compileLlm(
  written: WrittenLlm | undefined,
  listed: readonly string[],
): Pick<AgentDefinition, 'llm' | 'environment'> {
  if (written === undefined) return { environment: listed }
  const llm = settingsFrom(written)
  return { environment: [...new Set([...listed, ...modelKeyNamesOf(llm)])], llm }
}

function settingsFrom(written: WrittenLlm): ModelSettings {
  const { provider, model, region, fallback_model, base_url, guardrail, cache } = written
  const cacheMs = parseDurationMs(cache) ?? 0
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(region === undefined ? {} : { region }),
    ...(fallback_model === undefined ? {} : { fallbackModel: fallback_model }),
    ...(base_url === undefined ? {} : { baseUrl: base_url }),
    ...(guardrail === undefined ? {} : { guardrail: { id: guardrail.id, version: String(guardrail.version) } }),
    ...(cacheMs === 0 ? {} : { cacheMs }),
  }
}

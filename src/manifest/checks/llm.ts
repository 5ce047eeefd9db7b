import { llmOf, type WrittenLlm } from '../compile-llm.ts'
import type { LlmDocument } from '../schema/platform.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** Combinations that a provider of models refuses: in the section, and in what an agent makes of it. */
export function checkLlm(context: Context): void {
  const { draft, stage } = context
  const { llm, agents } = draft.manifest
  if (llm !== undefined) checkSection(llm, context)
  for (const [name, { llm: written }] of Object.entries(agents)) {
    if (written === undefined) continue
    const all = llmOf(draft.manifest, name, stage)
    if (all === undefined) continue
    const path = ['agents', name, 'llm']
    checkAgent(all, path, context)
    if (stage !== undefined) checkNamed(all, path, context)
  }
}

interface Conflict {
  readonly key: string
  readonly problem: string
  readonly repair: string
}

function checkSection(llm: LlmDocument, { draft, report }: Context): void {
  for (const { key, problem, repair } of conflictsOf(llm)) {
    report.error('MANIFEST_CONFLICT', draft.source.valueAt(['llm', key]), { problem, repair })
  }
}

/** At the agent's key where it wrote the one in question, else at its `llm`. */
function checkAgent(llm: WrittenLlm, path: Path, { draft, report }: Context): void {
  // Then the environment decides.
  if (llm.provider === undefined) return
  const own = draft.manifest.agents[String(path[1])]?.llm ?? {}
  for (const { key, problem, repair } of conflictsOf(llm)) {
    const at = key in own ? draft.source.valueAt([...path, key]) : draft.source.keyAt(path)
    report.error('MANIFEST_CONFLICT', at, { problem, repair })
  }
}

function conflictsOf({ provider, base_url, region, model, guardrail }: WrittenLlm): Conflict[] {
  const conflicts: Conflict[] = []
  if (provider === 'openai-compatible' && base_url === undefined) {
    conflicts.push({ key: 'provider', problem: 'Provider openai-compatible has no address', repair: 'Add base_url' })
  }
  if (provider !== 'openai-compatible' && base_url !== undefined) {
    const repair = 'Remove base_url, or write provider: openai-compatible'
    conflicts.push({ key: 'base_url', problem: `Provider ${provider} has an address of its own`, repair })
  }
  if (provider !== 'bedrock' && region !== undefined) {
    conflicts.push({ key: 'region', problem: `Provider ${provider} has no regions`, repair: 'Remove region' })
  }
  if (provider !== 'bedrock' && guardrail !== undefined) {
    const repair = 'Remove guardrail, or write provider: bedrock'
    conflicts.push({ key: 'guardrail', problem: `Provider ${provider} has no guardrails`, repair })
  }
  if (provider !== 'scripted' && model === undefined) {
    conflicts.push({ key: 'provider', problem: `Provider ${provider} needs a model`, repair: 'Add model' })
  }
  return conflicts
}

/** A role is given the models that it may use: what only the code names, Bedrock refuses. */
function checkNamed({ provider, base_url, model }: WrittenLlm, path: Path, { draft, report }: Context): void {
  if (provider !== undefined || base_url !== undefined || model !== undefined) return
  report.error('MANIFEST_MODEL_UNNAMED', draft.source.keyAt(path), { agent: String(path[1]) })
}

import type { ModelProbe } from '../agent/llm/probe-model.ts'
import type { ModelSettings } from '../core/model-settings.ts'

/** Asks a model something small; its packages are loaded for that alone. Throws faults of the area MODEL. */
export async function probeModel(settings: ModelSettings): Promise<ModelProbe> {
  const { probeModel: probe } = await import('../agent/llm/probe-model.ts')
  return await probe(settings)
}

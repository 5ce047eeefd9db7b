import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts'
import type { AgentSettings } from './schema/agent.ts'
import type { Manifest } from './schema/manifest.ts'
import type { Path } from './source.ts'

/** The four places that say something of an agent, the strongest last. */
export function settingsPaths(agent: string, stage: string | undefined): readonly Path[] {
  if (stage === undefined) return [['defaults'], ['agents', agent]]
  return [['defaults'], ['stages', stage, 'defaults'], ['agents', agent], ['stages', stage, 'agents', agent]]
}

/** Everything said of one agent for one stage: maps merge key by key, anything else replaces what stood there. */
export function settingsOf(manifest: Manifest, agent: string, stage: string | undefined): AgentSettings {
  const layers = [
    manifest.defaults,
    stageOf(manifest, stage)?.defaults,
    own(manifest.agents, agent),
    own(stageOf(manifest, stage)?.agents, agent),
  ]
  return layers.reduce<JsonObject>((merged, layer) => merge(merged, { ...layer } as JsonObject), {}) as AgentSettings
}

export interface SettingsLayer {
  readonly path: Path
  readonly settings: AgentSettings
}

/** Every place of the file that says something of agents, of all stages. */
export function* settingsLayers({ defaults, agents, stages = {} }: Manifest): Generator<SettingsLayer> {
  if (defaults !== undefined) yield { path: ['defaults'], settings: defaults }
  for (const [name, settings] of Object.entries(agents)) yield { path: ['agents', name], settings }
  for (const [stage, { defaults: all, agents: some = {} }] of Object.entries(stages)) {
    if (all !== undefined) yield { path: ['stages', stage, 'defaults'], settings: all }
    for (const [name, settings] of Object.entries(some)) yield { path: ['stages', stage, 'agents', name], settings }
  }
}

export function stageOf(manifest: Manifest, stage: string | undefined) {
  return stage === undefined ? undefined : own(manifest.stages, stage)
}

/** Names come from users: `constructor` must not find what every object has. */
export function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined
}

function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue
    const before = own(merged, key)
    merged[key] = isJsonObject(before) && isJsonObject(value) ? merge(before, value) : value
  }
  return merged
}

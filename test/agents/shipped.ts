import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAgent } from '../../src/agent/load-agent.ts'
import { runAgent } from '../../src/agent/run-agent.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import type { Execution } from '../../src/ports/agent-executor.ts'
import { aCall } from '../builders.ts'

export const projectFolder = join(import.meta.dirname, '..', '..')

export interface AgentCall {
  readonly input: JsonValue
  readonly results: Readonly<Record<string, JsonValue>>
}

/** Runs an agent of the root agents.yaml as an attempt does, with the schemas that agents.yaml names. */
export async function runShipped(name: string, { input, results }: AgentCall): Promise<Execution> {
  const { definition } = readManifest(join(projectFolder, 'agents.yaml'))
  const declared = definition?.agents[name]
  if (declared === undefined) throw new Error(`agents.yaml declares no ${name}`)
  const agent = loadAgent(declared, await import(join(projectFolder, declared.entry)))
  return await runAgent(agent, aCall({ agent: name, stepId: name, input, results }), {
    signal: new AbortController().signal,
    deadline: 0,
    log: () => undefined,
    blobs: { put: () => Promise.reject(new Error('no blobs')), get: () => Promise.reject(new Error('no blobs')) },
    progress: () => undefined,
  })
}

/** The output of an agent that must complete. */
export async function outputOf(name: string, call: AgentCall): Promise<JsonValue> {
  const execution = await runShipped(name, call)
  if (execution.status === 'failed') throw new Error(`${name}: ${execution.error.code}: ${execution.error.message}`)
  return execution.output
}

export function sampleOf(name: string): AgentCall {
  return readJson(`agents/${name}/sample.json`) as unknown as AgentCall
}

export function readJson(path: string): JsonValue {
  return JSON.parse(readFileSync(join(projectFolder, path), 'utf8')) as JsonValue
}

/** 48 months with a slope of 0.8, a season of amplitude 10 and a fixed irregular part; the reference figures are of it. */
export const wavyMonths: readonly number[] = Array.from(
  { length: 48 },
  (_, index) => 100 + 0.8 * index + 10 * Math.sin((2 * Math.PI * index) / 12) + (((index * 7919) % 13) - 6) * 0.5,
)

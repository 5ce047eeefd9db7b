import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentDefinition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { LoneInput } from '../../dev/run-agent-alone.ts'
import { readInput } from '../read-input.ts'

/**
 * What an agent is tried on: `{ input, results }` in sample.json beside its code, each key optional; without the file
 * an empty input. Throws `CLI_INPUT_UNREADABLE`.
 */
export async function readSample(projectDirectory: string, agent: AgentDefinition): Promise<LoneInput> {
  const file = join(dirname(agent.entry), 'sample.json')
  const path = join(projectDirectory, file)
  if (!existsSync(path)) return { input: {}, results: {} }
  const sample = await readInput(path)
  const problem = problemOf(sample)
  if (problem !== undefined) throw new Fault('CLI_INPUT_UNREADABLE', { source: file, problem })
  const { input = {}, results = {} } = sample as JsonObject
  return { input, results: results as JsonObject }
}

function problemOf(sample: unknown): string | undefined {
  if (!isJsonObject(sample)) return 'it is not { "input": …, "results": … }'
  const unknown = Object.keys(sample).find((key) => key !== 'input' && key !== 'results')
  if (unknown !== undefined) return `it has a key ${unknown}, but holds only input and results`
  return sample.results === undefined || isJsonObject(sample.results) ? undefined : 'its results are not a map'
}

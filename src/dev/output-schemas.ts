import { availableParallelism } from 'node:os'
import type { Environment } from '../adapters/local/thread-limits.ts'
import type { AgentDefinition } from '../core/definition.ts'
import { Fault, type Finding } from '../core/fault.ts'
import type { JsonObject } from '../core/json.ts'
import { readOutputSchema } from './run-agent-alone.ts'

export interface ReadSchemas {
  /** JSON Schema of results, by agent; an agent without one is absent. */
  readonly schemas: Readonly<Record<string, JsonObject>>
  /** Agents that cannot be loaded (errors), and schemas that cannot be read (warnings). */
  readonly findings: readonly Finding[]
}

export interface SchemaReader {
  readonly agents: readonly AgentDefinition[]
  /** The folder of agents.yaml. */
  readonly projectDirectory: string
  /** The platform's variables; an agent sees those it declared. */
  readonly env: Environment
}

/** Loads each agent in a worker thread of its own, a few at a time, and reads the schema of its results. */
export async function readOutputSchemas({ agents, projectDirectory, env }: SchemaReader): Promise<ReadSchemas> {
  const schemas: Record<string, JsonObject> = {}
  const findings: Finding[] = []
  const waiting = [...agents]
  const read = async (): Promise<void> => {
    for (let agent = waiting.shift(); agent !== undefined; agent = waiting.shift()) {
      const finding = await readInto(schemas, { agent, projectDirectory, env, log: () => undefined })
      if (finding !== undefined) findings.push(finding)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, read))
  return { schemas, findings }
}

async function readInto(
  schemas: Record<string, JsonObject>,
  lone: Parameters<typeof readOutputSchema>[0],
): Promise<Finding | undefined> {
  const { name } = lone.agent
  try {
    const output = await readOutputSchema(lone)
    if (output.kind === 'schema') schemas[name] = output.schema
    if (output.kind !== 'unreadable') return undefined
    const args = { agent: name, schema: output.name, problem: output.problem }
    return { code: 'SIMULATION_SCHEMA_UNREADABLE', level: 'warning', args }
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown
    return { code: thrown.code, level: 'error', args: thrown.args }
  }
}

import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import type { AgentDefinition, Definition, Workflow } from '../../../src/core/definition.ts'
import { messageOf } from '../../../src/core/errors/catalogue.ts'
import type { JsonObject, JsonValue } from '../../../src/core/json.ts'
import type { WorkflowReport } from '../../../src/testing/workflow-simulation/report.ts'
import { simulateWorkflow } from '../../../src/testing/workflow-simulation/simulate-workflow.ts'
import { aDefinition, type RuleSketch } from '../../planner/a-plan.ts'

export interface Sketch {
  readonly rules: readonly RuleSketch[]
  readonly workflow?: Partial<Workflow>
  readonly agents?: Record<string, Partial<AgentDefinition>>
  readonly outputSchemas?: Readonly<Record<string, JsonObject>>
  readonly input?: { readonly value: JsonValue }
  readonly seeds?: number
}

export function definitionOf({ rules, workflow = {}, agents = {} }: Sketch): Definition {
  return aDefinition(rules, { workflow, agents })
}

export async function simulated(sketch: Sketch): Promise<WorkflowReport> {
  const { outputSchemas = {}, seeds = 20, input } = sketch
  return await simulateWorkflow({
    definition: definitionOf(sketch),
    workflow: 'default',
    outputSchemas,
    seeds,
    newStore: createMemoryStore,
    ...(input === undefined ? {} : { input }),
  })
}

/** The findings as a person reads them. */
export function messages({ findings }: WorkflowReport): string[] {
  return findings.map(({ code, args }) => `${code} ${messageOf(code, args)}`)
}

/** A schema of maps with these keys, all of which must be there, and no other. */
export function closed(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

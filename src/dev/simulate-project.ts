import type { Environment } from '../adapters/local/thread-limits.ts'
import { createMemoryStore } from '../adapters/memory/memory-job-store.ts'
import type { AgentDefinition, Definition } from '../core/definition.ts'
import type { Finding } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'
import { agentsOf } from '../planner/workflow-agents.ts'
import type { WorkflowReport } from '../testing/workflow-simulation/report.ts'
import type { SeedView } from '../testing/workflow-simulation/seed-view.ts'
import { simulateWorkflow, viewWorkflowSeed } from '../testing/workflow-simulation/simulate-workflow.ts'
import { readOutputSchemas } from './output-schemas.ts'

export interface SimulatedProject {
  readonly definition: Definition
  /** The folder of agents.yaml. */
  readonly directory: string
  readonly workflow: string
  readonly input?: { readonly value: JsonValue }
  /** The platform's variables; an agent sees those it declared. */
  readonly env: Environment
}

/** A project whose agents have been loaded, as far as they could be. */
export interface LoadedProject {
  /** About the agents' code. */
  readonly findings: readonly Finding[]
  /** Runs so many seeds. @param progress told after each, how many are done */
  simulate(seeds: number, progress: (done: number) => void): Promise<WorkflowReport>
  /** Runs one seed, and tells all about it. */
  view(seed: number): Promise<SeedView>
}

/** Loads what values are drawn from: the code of the workflow's agents. Throws the fault `WORKFLOW_NOT_FOUND`. */
export async function loadProject(project: SimulatedProject): Promise<LoadedProject> {
  const { definition, workflow, directory: projectDirectory, env, ...input } = project
  const agents: readonly AgentDefinition[] = agentsOf(definition, workflow)
  const { schemas, findings } = await readOutputSchemas({ agents, projectDirectory, env })
  const given = input.input === undefined ? {} : { input: input.input }
  const simulated = { definition, workflow, outputSchemas: schemas, ...given }
  return {
    findings,
    simulate: (seeds, progress) => simulateWorkflow({ ...simulated, seeds, newStore: createMemoryStore, progress }),
    view: (seed) => viewWorkflowSeed(simulated, seed, createMemoryStore),
  }
}

import type { Definition, Workflow } from '../../core/definition.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import { workflowOf } from '../../planner/draft.ts'
import { type Goal, goalsOf } from '../../planner/goals.ts'
import { type NeededPath, neededPaths } from '../../planner/needed-paths.ts'

/** A workflow to be simulated, and what values of it are drawn from. */
export interface SimulatedWorkflow {
  readonly definition: Definition
  readonly workflow: string
  /** JSON Schema of results, by agent; an agent without one may answer anything that the workflow reads. */
  readonly outputSchemas: Readonly<Record<string, JsonObject>>
  /** The input of every job; absent: drawn anew for each. */
  readonly input?: { readonly value: JsonValue }
}

/** The same, with what is the same for every seed. */
export interface PreparedWorkflow extends Omit<SimulatedWorkflow, 'workflow'> {
  readonly workflow: Workflow
  readonly goals: readonly Goal[]
  readonly needed: readonly NeededPath[]
  /** Filled with what of the schemas could not be followed. */
  readonly notes: Set<string>
}

/** Throws the fault `WORKFLOW_NOT_FOUND`. */
export function prepareWorkflow({ workflow: name, ...given }: SimulatedWorkflow): PreparedWorkflow {
  const workflow = workflowOf(given.definition, name)
  const goals = goalsOf(given.definition, workflow)
  return { ...given, workflow, goals, needed: neededPaths(workflow), notes: new Set() }
}

/** Every so many seeds one aims at nothing: its values are drawn as they come. */
const freeEvery = 4

/** What the seed aims at: the goals one after the other. */
export function goalOfSeed({ goals }: Pick<PreparedWorkflow, 'goals'>, seed: number): Goal | undefined {
  if (seed % freeEvery === 0) return undefined
  return goals[(seed - 1 - Math.floor((seed - 1) / freeEvery)) % Math.max(1, goals.length)]
}

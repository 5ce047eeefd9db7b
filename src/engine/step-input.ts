import type { Definition } from '../core/definition.ts'
import type { Job } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import { placeOf } from '../core/plan.ts'
import type { Step } from '../core/step.ts'
import { conditionNames } from '../planner/conditions.ts'
import { templateOf, workflowOf } from '../planner/draft.ts'
import { namesOf, stepNamed } from '../planner/result-names.ts'
import { checkMapping, resolveMapping } from '../rules/mapping.ts'
import type { EnginePorts } from './engine-ports.ts'
import { loadOutputs } from './outputs.ts'
import { loadPayload } from './payloads.ts'

export interface StepInput {
  readonly input: JsonValue
  /** By every name the steps answer to. Empty when `with` made the input. */
  readonly results: Readonly<Record<string, JsonValue>>
}

/**
 * What a step is given: what its `with` maps, or else the job's input and the results of its needs (for the first
 * steps of a rule: of every step of the rules before). Throws the faults of mappings, `MAPPING_MISSING` above all.
 */
export async function stepInput(
  ports: Pick<EnginePorts, 'store' | 'blobs'>,
  definition: Definition,
  { job, step }: { job: Job; step: Step },
): Promise<StepInput> {
  const input = await loadPayload(ports.blobs, job.input)
  const workflow = workflowOf(definition, job.workflow)
  const mapping = templateOf(workflow, job.rules, step).with
  if (mapping === undefined) return { input, results: await resultsOfNeeds(ports, definition, { job, step }) }
  const { reads } = checkMapping(mapping, { names: conditionNames(definition, workflow) })
  const results: Record<string, JsonValue> = {}
  const named = reads.map((name) => [name, stepNamed(name, job.steps, definition)] as const)
  const outputs = await loadOutputs(ports, job, [...new Set(named.flatMap(([, found]) => found ?? []))])
  for (const [name, found] of named) {
    const output = found === undefined ? undefined : outputs.get(found.stepId)
    if (output !== undefined) results[name] = output
  }
  return { input: resolveMapping(mapping, { input, results }), results: {} }
}

async function resultsOfNeeds(
  ports: Pick<EnginePorts, 'store' | 'blobs'>,
  definition: Definition,
  { job, step }: { job: Job; step: Step },
): Promise<Record<string, JsonValue>> {
  // Names are looked up among all needs, as a mapping does: what failed keeps its name, and nobody else answers to it.
  const needs = needsOf(job.steps, step)
  const completed = needs.filter(({ status, kind }) => status === 'completed' && kind === 'agent')
  const outputs = await loadOutputs(ports, job, completed)
  const results: Record<string, JsonValue> = {}
  for (const name of new Set(completed.flatMap((need) => namesOf(need, definition)))) {
    const meant = stepNamed(name, needs, definition)
    if (meant?.kind === 'agent') results[name] = outputs.get(meant.stepId) ?? null
  }
  return results
}

/** The steps whose results a step is given, in the order of the plan. */
export function needsOf(steps: readonly Step[], step: Step): Step[] {
  if (step.needs.length === 0) return steps.filter((other) => other.rule < step.rule)
  const places = step.needs.map((need) => placeOf(steps, need)).sort((one, other) => one - other)
  return places.flatMap((place) => steps[place] ?? [])
}

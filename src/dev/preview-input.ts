import type { Definition } from '../core/definition.ts'
import type { JsonValue } from '../core/json.ts'
import { checkInput } from '../engine/check-input.ts'
import { type PlanPreview, previewPlan } from '../planner/preview-plan.ts'

/** What a submit of this input would do. Throws `WORKFLOW_NOT_FOUND` and `JOB_INPUT_INVALID`, as the submit would. */
export async function previewInput(definition: Definition, workflow: string, input: JsonValue): Promise<PlanPreview> {
  const declared = definition.workflows[workflow]
  if (declared !== undefined) await checkInput(declared, input)
  return previewPlan(definition, workflow, input)
}

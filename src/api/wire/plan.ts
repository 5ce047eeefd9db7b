import * as z from 'zod'
import { planRule } from './job.ts'
import { jsonValue } from './scalars.ts'

export const planRequest = z
  .strictObject({
    workflow: z.string().max(200).optional().meta({ description: 'Default: default' }),
    input: jsonValue,
  })
  .meta({ id: 'PlanRequest' })

const plannedStep = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['agent', 'wait']),
    agent: z.string().optional(),
    waitMs: z.int().optional(),
    needs: z.array(z.string()).meta({ description: 'Steps of the same rule' }),
    when: z.string().optional().meta({ description: 'Decided later; false skips the step' }),
  })
  .meta({ id: 'PlannedStep' })

export const planPreview = z
  .strictObject({
    workflow: z.string(),
    rules: z.array(
      z.strictObject({
        ...planRule.shape,
        steps: z
          .array(plannedStep)
          .meta({ description: 'Of the branch taken; for an open verdict, those if it becomes true' }),
        otherwise: z
          .array(plannedStep)
          .optional()
          .meta({ description: 'For an open verdict: those if it becomes false' }),
      }),
    ),
    complete: z.boolean().meta({ description: 'Whether the input alone decides every rule' }),
    worstCaseSteps: z.int(),
    error: z
      .strictObject({ code: z.string(), message: z.string(), hint: z.string().optional() })
      .optional()
      .meta({ description: 'Why such a job would fail at once' }),
  })
  .meta({ id: 'PlanPreview' })

export type PlanRequest = z.infer<typeof planRequest>
export type PlanPreview = z.infer<typeof planPreview>

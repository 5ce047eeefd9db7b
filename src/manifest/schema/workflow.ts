import * as z from 'zod'
import { maxStepsPerJob } from '../../core/definition.ts'
import { inputSchema } from './input-schema.ts'
import { longDuration, shortText, stepName } from './scalars.ts'
import { conditionText, entrySchema, graphStepSchema } from './steps.ts'

const ruleSchema = z.strictObject({
  name: shortText.optional().meta({ description: 'Default rule-1, rule-2 …' }),
  condition: conditionText.optional(),
  agents: z.array(entrySchema).optional().meta({ description: 'The steps, in order, when the condition holds.' }),
  else: z.array(entrySchema).optional().meta({ description: 'The steps when it does not.' }),
  steps: z.record(stepName, graphStepSchema).optional().meta({ description: 'A graph instead of agents.' }),
  on_error: z.enum(['fail', 'false']).optional().meta({
    description: 'What a type error in the condition means: the job fails (default), or "false".',
  }),
})

export const workflowSchema = z.strictObject({
  strategy: z.enum(['dynamic', 'sequential', 'parallel']).optional(),
  deadline: longDuration.optional(),
  budget: z
    .strictObject({
      steps: z.int().min(1).max(maxStepsPerJob).optional(),
      usd: z.number().min(0.000001).max(1_000_000).optional().meta({
        description: 'What language models may cost a job: no attempt, and no request of one, begins beyond it.',
      }),
    })
    .optional(),
  input_schema: inputSchema.optional(),
  on_empty: z.enum(['fail', 'complete']).optional(),
  selection_rules: z.array(ruleSchema).max(1_000).optional(),
})

export type RuleDocument = z.infer<typeof ruleSchema>
export type WorkflowDocument = z.infer<typeof workflowSchema>

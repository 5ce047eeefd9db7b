import * as z from 'zod'
import { step } from './job.ts'
import { instant, modelCost, stepError } from './scalars.ts'

export const attempt = z
  .strictObject({
    epoch: z.int(),
    attempt: z.int(),
    agent: z.string(),
    status: z.enum(['running', 'completed', 'failed']),
    startedAt: instant.optional().meta({ description: 'Absent: it ended before an agent began' }),
    finishedAt: instant.optional(),
    executionTimeMs: z.int().optional(),
    outputBytes: z.int().optional(),
    cost: modelCost.optional(),
    error: stepError.optional(),
  })
  .meta({ id: 'Attempt' })

export const stepDetail = z
  .strictObject({
    ...step.shape,
    jobId: z.string(),
    output: z.unknown().optional().meta({ description: 'Once completed' }),
    input: z.unknown().optional().meta({ description: 'What its agent is given; absent before the first attempt' }),
    results: z.record(z.string(), z.unknown()).optional().meta({
      description: 'Outputs given beside the input, by every name of their steps; absent when `with` made the input',
    }),
    inputError: stepError.optional().meta({ description: 'Why its input cannot be made' }),
    attempts: z.array(attempt).meta({ description: 'Of every epoch, oldest first' }),
    logs: z
      .string()
      .optional()
      .meta({ description: 'Where the logs of its newest attempt are: a path, or an address in the console of AWS' }),
  })
  .meta({ id: 'StepDetail' })

export type Attempt = z.infer<typeof attempt>
export type StepDetail = z.infer<typeof stepDetail>

import * as z from 'zod'
import { parseDurationMs } from '../../core/duration.ts'
import { maxLabelLength, maxLabels } from '../limits.ts'

export const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC, with milliseconds' })

/** Any JSON value, but not a missing one. The body was checked as a whole, so nothing is copied here. */
export const jsonValue = z
  .unknown()
  .refine((value) => value !== undefined, 'is missing')
  .meta({ description: 'Any JSON value' })

export const duration = z
  .union([z.number(), z.string().max(40)])
  .refine((written) => parseDurationMs(written) !== undefined, 'is not a duration such as 500ms, 30s, 5m, 2h, 7d')
  .meta({ description: 'Seconds as a number, or text: 500ms, 30s, 5m, 2h, 7d. At most 365 days', example: '5m' })

export const labels = z
  .record(
    z
      .string()
      .min(1)
      .max(maxLabelLength)
      .regex(/^[^=]*$/, 'must not contain ='),
    z.string().max(maxLabelLength),
  )
  .refine((map) => Object.keys(map).length <= maxLabels, `has more than ${maxLabels} entries`)
  .meta({
    description: `At most ${maxLabels} names (1 to ${maxLabelLength} characters, no "=") with values of at most ${maxLabelLength} characters`,
    example: { team: 'sales' },
  })

export const stepError = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean().optional().meta({ description: 'Absent: the retry policy decides by the code' }),
  })
  .meta({ id: 'StepError', description: 'A code (of the catalogue, or the author’s own) and one line' })

export const modelCost = z
  .strictObject({
    requests: z.int(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    microUsd: z.union([z.int(), z.literal('unknown')]).meta({
      description: 'Millionths of a USD; unknown when a price is not known',
    }),
    simulated: z.literal(true).optional().meta({ description: 'A script answered in place of a model' }),
  })
  .meta({ id: 'ModelCost', description: 'What requests to language models used and cost; absent: there were none' })

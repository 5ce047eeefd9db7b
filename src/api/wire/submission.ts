import * as z from 'zod'
import { parseDurationMs } from '../../core/duration.ts'
import { priorities } from '../../core/job.ts'
import { maxBatchJobs, maxIdempotencyKeyLength } from '../limits.ts'
import { errorDetail } from './error-body.ts'
import { jobSummary } from './job.ts'
import { duration, jsonValue, labels } from './scalars.ts'

const fields = {
  workflow: z.string().max(200).optional().meta({ description: 'Default: default', example: 'default' }),
  input: jsonValue,
  labels: labels.optional(),
  priority: z.enum(priorities).optional().meta({ description: 'Default: normal' }),
  deadline: duration
    .refine((written) => parseDurationMs(written) !== 0, 'must be longer than 0')
    .optional()
    .meta({ description: 'For the whole job, from its submit; replaces that of the workflow', example: '10m' }),
  delay: duration.optional().meta({ description: 'Nothing starts before', example: '30s' }),
}

export const idempotencyKey = z
  .string()
  .min(1)
  .max(maxIdempotencyKeyLength)
  .meta({ description: 'The same key with the same submission is the same job, for ever' })

export const submission = z.strictObject(fields).meta({ id: 'Submission' })

export const batchSubmission = z
  .strictObject({ ...fields, idempotencyKey: idempotencyKey.optional() })
  .meta({ id: 'BatchSubmission' })

/** Each submission is checked on its own, so that a wrong one is its own outcome and not the whole request's. */
export const batch = z
  .strictObject({ jobs: z.array(z.unknown()).min(1).max(maxBatchJobs) })
  .meta({ id: 'Batch', description: 'Each of `jobs` is a BatchSubmission' })

export const batchOutcome = z
  .strictObject({
    status: z.int().meta({ description: 'What POST /v1/jobs would have answered', example: 202 }),
    job: jobSummary.optional(),
    error: errorDetail.optional(),
  })
  .meta({ id: 'BatchOutcome' })

export const batchOutcomes = z.strictObject({ outcomes: z.array(batchOutcome) }).meta({
  id: 'BatchOutcomes',
  description: 'One outcome for each submission, in their order',
})

export const rerunRequest = z
  .strictObject({
    fromStep: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Repeat this step and all after it. Absent: what failed; of a completed job, everything' }),
    input: z
      .unknown()
      .optional()
      .meta({ description: 'Makes a new job with this input, linked by rerunOf; not together with fromStep' }),
  })
  .refine((request) => request.fromStep === undefined || request.input === undefined, {
    message: 'has both fromStep and input',
  })
  .meta({ id: 'RerunRequest' })

export type Submission = z.infer<typeof submission>
export type BatchSubmission = z.infer<typeof batchSubmission>
export type Batch = { readonly jobs: readonly BatchSubmission[] }
export type BatchOutcome = z.infer<typeof batchOutcome>
export type BatchOutcomes = z.infer<typeof batchOutcomes>
export type RerunRequest = z.infer<typeof rerunRequest>

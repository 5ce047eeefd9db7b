import * as z from 'zod'
import type { Answer } from '../api-route.ts'
import { apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { maxBatchBytes, maxBatchDepth, maxBodyBytes, maxBodyDepth } from '../limits.ts'
import { submitEach } from '../submit-each.ts'
import { submissionOf, submitOne } from '../submit-one.ts'
import { jobView } from '../views/job-view.ts'
import { batch, idempotencyKey } from '../wire/submission.ts'

const locationHeader = { Location: 'Path of the job' }

const submit = apiRoute(
  {
    method: 'post',
    path: '/v1/jobs',
    operationId: 'submitJob',
    tag: 'jobs',
    summary: 'Submits a job',
    description: 'Once it is answered the job is durable and will be carried out.',
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: { schema: wire.submission, maxBytes: maxBodyBytes, maxDepth: maxBodyDepth },
    answers: {
      200: { description: 'The job that this key made before', schema: wire.job, headers: locationHeader },
      202: { description: 'The new job', schema: wire.job, headers: locationHeader },
    },
    errors: [400, 404, 409, 413, 415],
  },
  async (host, { body, headers, tenant }): Promise<Answer> => {
    const { job, created } = await submitOne(host, submissionOf(body, { tenant, key: headers['idempotency-key'] }))
    const location = `/v1/jobs/${job.jobId}`
    return { status: created ? 202 : 200, headers: { location }, body: await jobView(host, job) }
  },
)

const refusedKey = z
  .string()
  .refine(() => false, 'belongs into each submission, as idempotencyKey')
  .meta({ description: 'Refused here: a key belongs into each submission' })

const submitBatch = apiRoute(
  {
    method: 'post',
    path: '/v1/jobs:batch',
    operationId: 'submitBatch',
    tag: 'jobs',
    summary: 'Submits up to 1,000 jobs',
    description: 'Each submission is accepted or refused on its own, under the limits of one that comes alone.',
    headers: z.object({ 'idempotency-key': refusedKey.optional() }),
    body: { schema: batch, maxBytes: maxBatchBytes, maxDepth: maxBatchDepth },
    answers: { 207: { description: 'One outcome for each submission, in their order', schema: wire.batchOutcomes } },
    errors: [400, 413, 415],
  },
  async (host, { body, tenant, requestId }): Promise<Answer> => {
    return { status: 207, body: { outcomes: await submitEach(host, body.jobs, { tenant, requestId }) } }
  },
)

export const submitRoutes = [submit, submitBatch]

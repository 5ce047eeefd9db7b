import * as z from 'zod'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import { cancelJob, type JobOwner, pauseJob, rerunEndedJob, resumeJob } from '../../engine/change-job.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import type { ApiHost } from '../api-host.ts'
import { type Answer, type ApiRoute, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { maxBodyBytes, maxBodyDepth } from '../limits.ts'
import { submitOne } from '../submit-one.ts'
import { jobView } from '../views/job-view.ts'
import { idempotencyKey } from '../wire/submission.ts'
import { jobOwner, jobParams, ownJob } from './job-parameters.ts'

const noBody = { schema: z.strictObject({}), maxBytes: 1_024, maxDepth: 1, optional: true }

const cancel = changeRoute('cancel', cancelJob, {
  summary: 'Cancels a job',
  description: 'Nothing starts any more; running attempts are told to stop, and their results no longer count.',
})
const pause = changeRoute('pause', pauseJob, {
  summary: 'Pauses a job',
  description: 'Nothing starts until it is resumed; running attempts finish.',
})
const resume = changeRoute('resume', resumeJob, {
  summary: 'Resumes a paused job',
  description: 'Changes nothing when it is not paused.',
})

type Change = (ports: EnginePorts, who: JobOwner) => Promise<Job>

function changeRoute(verb: string, change: Change, words: { summary: string; description: string }): ApiRoute {
  return apiRoute(
    {
      method: 'post',
      path: `/v1/jobs/{jobId}/${verb}`,
      operationId: `${verb}Job`,
      tag: 'jobs',
      ...words,
      params: jobParams,
      body: noBody,
      answers: { 202: { description: 'The job with the mark that was set; its steps follow', schema: wire.job } },
      errors: [400, 404, 409, 413, 415],
    },
    async (host, given): Promise<Answer> => {
      const job = await change(host.ports, jobOwner(given))
      return { status: 202, body: await jobView(host, job) }
    },
  )
}

const rerun = apiRoute(
  {
    method: 'post',
    path: '/v1/jobs/{jobId}/rerun',
    operationId: 'rerunJob',
    tag: 'jobs',
    summary: 'Runs an ended job again',
    description:
      'The same job in its next epoch: what failed and all that comes after is repeated, good results stay. With `input`: a new job, linked to this one, with its workflow, labels and priority.',
    params: jobParams,
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: { schema: wire.rerunRequest, maxBytes: maxBodyBytes, maxDepth: maxBodyDepth, optional: true },
    answers: {
      200: { description: 'The new job that this key made before', schema: wire.job },
      202: {
        description: 'The job in its next epoch, or the new job',
        schema: wire.job,
        headers: { Location: 'Path of the job' },
      },
    },
    errors: [400, 404, 409, 410, 413, 415],
  },
  async (host, given): Promise<Answer> => {
    const { body, headers } = given
    const { job, created } =
      body.input === undefined
        ? { job: await rerunEndedJob(host.ports, jobOwner(given), body.fromStep), created: true }
        : await submitAgain(host, await ownJob(host, given), { input: body.input, key: headers['idempotency-key'] })
    const location = `/v1/jobs/${job.jobId}`
    return { status: created ? 202 : 200, headers: { location }, body: await jobView(host, job) }
  },
)

async function submitAgain(host: ApiHost, old: Job, { input, key }: { input: unknown; key: string | undefined }) {
  const { tenant, workflow, labels, priority, deadlineMs, jobId } = old
  return await submitOne(host, {
    tenant,
    workflow,
    labels,
    priority,
    input: input as JsonValue,
    rerunOf: jobId,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  })
}

export const changeRoutes = [cancel, pause, resume, rerun]

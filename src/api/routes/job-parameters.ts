import * as z from 'zod'
import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import { type JobOwner, loadOwnJob } from '../../engine/change-job.ts'
import type { ApiHost } from '../api-host.ts'

export const jobParams = z.strictObject({ jobId: z.string().meta({ description: 'Of a job of the caller’s tenant' }) })

export const stepParams = z.strictObject({
  ...jobParams.shape,
  stepId: z.string().meta({ description: 'As the job lists it', example: 'reporter-2' }),
})

/** Whose job is meant. Throws `JOB_NOT_FOUND` for what cannot be a job id, without asking the store. */
export function jobOwner({ params, tenant }: { params: { jobId: string }; tenant: string }): JobOwner {
  const { jobId } = params
  if (!/^[a-z0-9]{1,100}$/.test(jobId)) throw new Fault('JOB_NOT_FOUND', { jobId })
  return { jobId, tenant }
}

/** Throws `JOB_NOT_FOUND`, also for a job of another tenant. */
export async function ownJob(host: ApiHost, given: { params: { jobId: string }; tenant: string }): Promise<Job> {
  return await loadOwnJob(host.ports, jobOwner(given))
}

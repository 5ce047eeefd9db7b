import type { Job, Submission } from '../src/api/contract.ts'
import type { ApiClient } from '../src/cli/jobs/api-client.ts'
import { askPatiently, type Patience } from '../src/cli/jobs/ask-patiently.ts'
import { awaitChange, getJob, submitJob } from '../src/cli/jobs/jobs-api.ts'

/** How long a job of this test may take. */
const patienceMs = 180_000

export function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}

/** Submits a job, follows it to its end, and answers it with its results. */
export async function runJob(client: ApiClient, submission: Submission): Promise<Job> {
  const { jobId } = await submitJob(client, submission, undefined)
  return await endOf(client, jobId)
}

/** Answers the job with its results when it has ended. */
export async function endOf(client: ApiClient, jobId: string): Promise<Job> {
  await followJob(client, jobId, hasEnded)
  return await patiently(() => getJob(client, jobId, { results: true }))
}

/** Answers the job when it is as wanted. Throws when it ended before, or is not so in time. */
export async function followJob(client: ApiClient, jobId: string, isWanted: (job: Job) => boolean): Promise<Job> {
  const givesUpAt = performance.now() + patienceMs
  let etag: string | undefined
  while (performance.now() < givesUpAt) {
    const changed = await patiently(() => awaitChange(client, jobId, { etag, waitSeconds: 10 }))
    if (changed === undefined) continue
    if (isWanted(changed.job)) return changed.job
    if (hasEnded(changed.job)) throw new Error(`Job ${jobId} ended otherwise: ${changed.job.status}`)
    etag = changed.etag
  }
  throw new Error(`Job ${jobId} was not done in ${patienceMs / 1_000} s`)
}

/** Asks again when too much is going on at the moment. */
async function patiently<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  const patience: Patience = { signal: AbortSignal.timeout(patienceMs), onSilence: () => {}, patienceMs }
  return await askPatiently(patience, request)
}

/**
 * Follows a job to its end over HTTP.
 *
 * 1. The first answer must come: a job that does not exist or a runtime that is not there is a fault at once.
 * 2. After that a silent runtime is only news: a restart of it does not end anybody's watching.
 * 3. Events come once each, in order, all of them (with `withEvents`).
 */
import type { Job, JobEvent } from '../../api/contract.ts'
import { isTerminal } from '../../core/status.ts'
import type { ApiClient } from './api-client.ts'
import { askPatiently, type Patience } from './ask-patiently.ts'
import { awaitChange, getJob, type JobVersion, listEvents } from './jobs-api.ts'

export interface Following extends Patience {
  readonly client: ApiClient
  readonly jobId: string
  readonly withEvents: boolean
}

export interface JobNews {
  readonly job: Job
  /** Since the news before. */
  readonly events: readonly JobEvent[]
}

/** Ends after the news of the job's end. Throws the signal's reason when it aborts. */
export async function* followJob(following: Following): AsyncGenerator<JobNews, void> {
  const { client, jobId, signal } = following
  let known: JobVersion = { job: await getJob(client, jobId, { signal }), etag: undefined }
  let since: string | undefined
  for (;;) {
    const page = await askPatiently(following, () => newEvents(following, since))
    since = page.next
    // What failed is told with its message, which only the job has.
    const isStale = page.events.some(isFailure)
    if (isStale) known = { ...known, job: await askPatiently(following, () => getJob(client, jobId, { signal })) }
    yield { job: known.job, events: page.events }
    if (isTerminal(known.job.status) && page.events.length === 0) return
    known = await askPatiently(following, () => nextVersion(following, known))
  }
}

type EventPage = { readonly events: readonly JobEvent[]; readonly next: string | undefined }

async function newEvents(
  { client, jobId, signal, withEvents }: Following,
  since: string | undefined,
): Promise<EventPage> {
  return withEvents ? await listEvents(client, jobId, { since, signal }) : { events: [], next: undefined }
}

/** While a step runs, its progress and the start of its attempt show without a new version of the job. */
async function nextVersion({ client, jobId, signal }: Following, { job, etag }: JobVersion): Promise<JobVersion> {
  const isActive = job.steps.some((step) => step.status === 'running')
  const waitSeconds = isTerminal(job.status) ? 0 : isActive ? 1 : 20
  const changed = await awaitChange(client, jobId, { etag, waitSeconds, signal })
  return changed ?? { job: isActive ? await getJob(client, jobId, { signal }) : job, etag }
}

function isFailure({ eventType }: JobEvent): boolean {
  return eventType === 'step.failed' || eventType === 'step.skipped' || eventType === 'job.failed'
}

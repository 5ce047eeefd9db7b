/** The API's routes for jobs, as the commands use them. Types come from the contract; answers are not checked again. */
import type { Explanation, Job, JobEventList, JobList, RerunRequest, Submission } from '../../api/contract.ts'
import type { JsonValue } from '../../core/json.ts'
import type { ApiClient } from './api-client.ts'

export interface Reading {
  readonly signal?: AbortSignal
}

export async function submitJob(client: ApiClient, submission: Submission, key: string | undefined): Promise<Job> {
  const headers = key === undefined ? {} : { headers: { 'idempotency-key': key } }
  const body = submission as JsonValue
  return (await client.send({ method: 'POST', path: '/v1/jobs', body, ...headers })).body as Job
}

export async function getJob(
  client: ApiClient,
  jobId: string,
  { results = false, ...reading }: Reading & { readonly results?: boolean } = {},
): Promise<Job> {
  const query = results ? { query: { results: 'true' } } : {}
  return (await client.send({ path: jobPath(jobId), ...query, ...reading })).body as Job
}

export interface JobVersion {
  readonly job: Job
  readonly etag: string | undefined
}

/**
 * The job once it is another version than `etag`, or undefined when it is the same after `waitSeconds`.
 * @param waitSeconds 0 to 20
 */
export async function awaitChange(
  client: ApiClient,
  jobId: string,
  { etag, waitSeconds, ...reading }: Reading & { readonly etag: string | undefined; readonly waitSeconds: number },
): Promise<JobVersion | undefined> {
  const answer = await client.send({
    path: jobPath(jobId),
    // Without a version to compare, waiting would wait for the job's end.
    ...(etag === undefined ? {} : { query: { wait: String(waitSeconds) }, headers: { 'if-none-match': etag } }),
    ...reading,
  })
  if (answer.status === 304) return undefined
  return { job: answer.body as Job, etag: answer.headers.get('etag') ?? undefined }
}

export async function listJobs(
  client: ApiClient,
  query: Readonly<Record<string, string | undefined>>,
): Promise<JobList> {
  return (await client.send({ path: '/v1/jobs', query })).body as JobList
}

export async function listEvents(
  client: ApiClient,
  jobId: string,
  { since, ...reading }: Reading & { readonly since?: string | undefined } = {},
): Promise<JobEventList> {
  return (await client.send({ path: `${jobPath(jobId)}/events`, query: { since }, ...reading })).body as JobEventList
}

export async function explainJob(client: ApiClient, jobId: string): Promise<Explanation> {
  return (await client.send({ path: `${jobPath(jobId)}/explain` })).body as Explanation
}

export type JobChange = 'cancel' | 'pause' | 'resume'

export async function changeJob(client: ApiClient, jobId: string, change: JobChange): Promise<Job> {
  return (await client.send({ method: 'POST', path: `${jobPath(jobId)}/${change}` })).body as Job
}

/** Answers the same job in its next epoch, or with an input the new job. */
export async function rerunJob(client: ApiClient, jobId: string, request: RerunRequest): Promise<Job> {
  const body = request as JsonValue
  return (await client.send({ method: 'POST', path: `${jobPath(jobId)}/rerun`, body })).body as Job
}

function jobPath(jobId: string): string {
  return `/v1/jobs/${encodeURIComponent(jobId)}`
}

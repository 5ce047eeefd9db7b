import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createS3BlobStore } from '../../../src/adapters/aws/s3-blob-store.ts'
import { createS3Client } from '../../../src/adapters/aws/s3-client.ts'
import type { Job } from '../../../src/api/contract.ts'
import type { AttemptResult } from '../../../src/core/result.ts'
import { type LocalCloud, startLocalCloud } from '../../cloud/local-cloud.ts'
import { dummyCredentials } from '../../cloud/queues.ts'
import { aProjectFolder, removeFolder } from '../../process/runtime-process.ts'
import { ended, happened, statuses, submitted } from './cloud-jobs.ts'

const folder = aProjectFolder('trouble')
let cloud: LocalCloud

beforeAll(async () => {
  cloud = await startLocalCloud({ folder, light: true, recordMs: 1_000 })
}, 60_000)

afterAll(async () => {
  await cloud?.close()
  removeFolder(folder)
})

describe('an attempt that ends badly once', { timeout: 60_000 }, () => {
  it.each([
    ['loops, and is killed for it', 'loop'],
    ['ends its process', 'exit'],
    ['leaves a rejection that nobody catches', 'floatingRejection'],
    ['throws what it calls retryable', 'throwRetryable'],
    ['throws something unexpected', 'throw'],
    ['goes on for ever without holding the thread', 'wait'],
  ])('as it %s is tried again, and the job completes', async (_what, deed) => {
    const job = await run({ input: { deed } })
    expect(job.status).toBe('completed')
    expect(statuses(job)).toEqual(['worker completed', 'after completed'])
    expect(job.steps[0]?.attempt).toBe(2)
    // By its end, not by its lease: that is 31 s long.
    expect(Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt)).toBeLessThan(30_000)
  })
})

describe('an agent that ends badly always', { timeout: 60_000 }, () => {
  it.each([
    ['loop', 'STEP_TIMED_OUT'],
    ['wait', 'STEP_TIMED_OUT'],
    ['exit', 'STEP_CRASHED'],
    ['throwRetryable', 'UPSTREAM_BUSY'],
  ])('(%s) fails its job with %s, and what came after is skipped', async (deed, code) => {
    const job = await run({ input: { deed, attempts: 9 } })
    expect(job).toMatchObject({ status: 'failed', error: { code, stepId: 'worker' } })
    expect(statuses(job)).toEqual(['worker failed', 'after skipped'])
    expect(job.steps[0]?.attempt).toBe(2)
  })

  it('by taking more memory than there is fails its job with that', async () => {
    const job = await run({ workflow: 'hungry', input: {} })
    expect(job).toMatchObject({ status: 'failed', error: { code: 'STEP_OUT_OF_MEMORY', stepId: 'hungry' } })
    expect(job.steps[0]?.attempt).toBe(2)
  })

  it('by what it calls fatal is not tried again', async () => {
    const job = await run({ input: { deed: 'throwFatal' } })
    expect(job).toMatchObject({ status: 'failed', error: { code: 'NO_SUCH_REGION' } })
    expect(job.steps[0]?.attempt).toBe(1)
  })

  it('is shown with where its log is', async () => {
    const { jobId } = await run({ input: { deed: 'throwFatal' } })
    const { body } = await cloud.request('GET', `/v1/jobs/${jobId}/steps/worker`)
    expect(body).toMatchObject({
      logs: `https://us-east-1.console.aws.amazon.com/lambda/home?region=us-east-1#/functions/${cloud.plan.agentPrefix}worker?tab=monitoring`,
    })
  })
})

describe('a job that is cancelled while an agent works', { timeout: 60_000 }, () => {
  it('ends at once, and the agent is told to stop at its next heartbeat', async () => {
    const jobId = await submitted(cloud, { workflow: 'stoppable', input: {} }, 'cancelled')
    const waiter = cloud.lambda.functionOf(`${cloud.plan.agentPrefix}waiter`)
    await happened(async () => waiter.output.includes('it waits'))
    expect((await cloud.request('POST', `/v1/jobs/${jobId}/cancel`)).status).toBeLessThan(300)
    expect((await ended(cloud, jobId)).status).toBe('cancelled')
    await happened(async () => waiter.output.includes('it was told to stop: STEP_CANCELLED'))
    // The process was warm before and stays so: nothing was killed.
    expect(waiter.counts.instances).toBe(1)
  })
})

describe('what is large', { timeout: 60_000 }, () => {
  it('among outputs lies in S3, and is given to the next step', async () => {
    const job = await run({ input: { deed: 'large' } })
    expect(job.result).toMatchObject({ given: { worker: { text: 'x'.repeat(20_000) } } })
    const [worker] = await cloud.store.listResults(job.jobId, ['worker'])
    expect(blobOf(worker)).toMatch(/^outputs\/worker\//)
    expect((await blobs().get(blobOf(worker))).length).toBeGreaterThan(20_000)
  })

  it('among inputs travels to the agent by reference', async () => {
    const job = await run({ workflow: 'direct', input: { text: 'y'.repeat(150_000) } })
    expect(job.result).toMatchObject({ inputBytes: 150_011 })
    expect((await blobs().get(`calls/after/${job.jobId}/after/1-1.json`)).length).toBeGreaterThan(150_000)
  })
})

describe('time', { timeout: 60_000 }, () => {
  it('of a delay passes before anything starts', async () => {
    const job = await run({ workflow: 'direct', input: {}, delay: '1s' })
    expect(job.status).toBe('completed')
    expect(Date.parse(job.startedAt ?? '') - Date.parse(job.createdAt)).toBeGreaterThanOrEqual(1_000)
  })

  it('of a wait passes between the steps', async () => {
    const job = await run({ workflow: 'patient', input: {} })
    expect(statuses(job)).toEqual(['wait completed', 'after completed'])
    const [wait, after] = job.steps
    expect(Date.parse(after?.startedAt ?? '') - Date.parse(wait?.startedAt ?? '')).toBeGreaterThanOrEqual(1_000)
  })
})

let runs = 0

async function run(submission: object): Promise<Job> {
  return await ended(cloud, await submitted(cloud, submission, `job ${++runs}`))
}

function blobOf(result: AttemptResult | undefined): string {
  return result?.output !== undefined && 'blob' in result.output ? result.output.blob : 'none'
}

function blobs() {
  const client = createS3Client({ endpoint: cloud.queues.url, region: 'us-east-1', credentials: dummyCredentials })
  return createS3BlobStore({ client, bucket: cloud.queues.bucket })
}

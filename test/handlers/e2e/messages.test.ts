import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/testing/simulation/random.ts'
import type { Death } from '../../cloud/instance-messages.ts'
import { type LocalCloud, startLocalCloud } from '../../cloud/local-cloud.ts'
import { type Accident, startUnreliableProxy, type UnreliableProxy } from '../../cloud/unreliable-proxy.ts'
import { checkDiamondJob, checkRecordedOnce, diamondAgents } from '../../process/diamond-job.ts'
import { aProjectFolder, removeFolder } from '../../process/runtime-process.ts'
import { ended, happened, submitted } from './cloud-jobs.ts'

const seed = 20_261_122
const random = createRandom(seed)
const folder = aProjectFolder('diamond')
let cloud: LocalCloud
let proxy: UnreliableProxy
let interfere: (records: readonly SQSRecord[]) => readonly SQSRecord[]
let interfereDead: (records: readonly SQSRecord[]) => readonly SQSRecord[]
let accident: () => Accident
let doubles: () => boolean
let deathOf: (functionName: string, event: unknown) => Death | undefined

function behave(): void {
  interfere = (records) => records
  interfereDead = (records) => records
  accident = () => undefined
  doubles = () => false
  deathOf = () => undefined
}

beforeAll(async () => {
  behave()
  cloud = await startLocalCloud({
    folder,
    light: true,
    interfere: (records) => interfere(records),
    interfereDead: (records) => interfereDead(records),
    doubles: () => doubles(),
    deathOf: (...invoked) => deathOf(...invoked),
    async tableEndpoint(endpoint) {
      proxy = await startUnreliableProxy(endpoint, () => accident())
      return proxy.url
    },
  })
}, 60_000)

afterEach(behave)

afterAll(async () => {
  await cloud?.close()
  await proxy?.close()
  removeFolder(folder)
})

describe(`messages (seed ${seed})`, { timeout: 60_000 }, () => {
  it('and starts that come twice, late and out of order, and such as nobody knows, change nothing', async () => {
    const late: SQSRecord[] = []
    let doubled = 0
    doubles = () => {
      const isDoubled = random.chance(0.3)
      if (isDoubled) doubled += 1
      return isDoubled
    }
    interfere = (records) => {
      const [kept, held] = [[] as SQSRecord[], late.splice(0)]
      for (const record of records) {
        if (random.chance(0.3)) late.push(record)
        if (random.chance(0.7) || !late.includes(record)) kept.push(record)
      }
      return [...kept, ...held].sort(() => random.next() - 0.5)
    }
    const odd = [
      { kind: 'step.exploded', jobId: 'job', stepId: 'start', epoch: 1, attempt: 1 },
      { kind: 'wake', jobId: 'nobody' },
      { kind: 'step.completed', jobId: 'nobody', stepId: 'start', epoch: 1, attempt: 1 },
      { kind: 'step.crashed' },
      'text',
      null,
    ]
    const jobs = await Promise.all(
      Array.from({ length: 6 }, (_, index) => submitted(cloud, { input: { index } }, `late ${index}`)),
    )
    for (const body of odd) cloud.queues.send(JSON.stringify(body))
    cloud.queues.send('{"kind":"wake","jobId":')
    // What is held back is delivered with the next message: there always is one more.
    for (const jobId of jobs) {
      await happened(async () => {
        cloud.queues.send(JSON.stringify({ kind: 'wake', jobId }))
        return (await cloud.store.loadJob(jobId))?.status === 'completed'
      })
    }
    for (const jobId of jobs) {
      expect(await firstAttempts(jobId)).toEqual([1, 1, 1, 1, 1])
      expect(executionsOf(jobId), 'each step ran once').toEqual(diamondAgents)
    }
    expect(doubled).toBeGreaterThan(5)
    await happened(async () => cloud.queues.waiting() === 0)
    expect(cloud.queues.deadLetters()).toEqual([])
  })

  it.each([
    ['job.submitted', undefined],
    ['step.completed', 'left'],
    ['step.completed', 'finish'],
  ])('that are lost (%s %s) are made up for by the sweeper', async (kind, stepId) => {
    let lost = 0
    interfere = (records) => {
      const kept = records.filter(({ body }) => !isFact(body, kind, stepId))
      lost += records.length - kept.length
      return kept
    }
    const jobId = await submitted(cloud, { input: {} }, `lost ${kind} ${stepId}`)
    // Until everything that can go on without the message has ended.
    await happened(async () => lost > 0 && cloud.queues.waiting() === 0 && (await running(jobId)) <= 1)
    behave()
    // Beyond the lease of an attempt of 60 s, and beyond the minute of a submit.
    cloud.lambda.timePasses(100_000)
    expect((await ended(cloud, jobId)).status).toBe('completed')
    expect(await firstAttempts(jobId)).toEqual([1, 1, 1, 1, 1])
  })

  it('of a job that kills whoever plans it end as dead letters, and the job fails with the reason', async () => {
    const doomed = await submitted(cloud, { input: {} }, 'doomed')
    // It is loaded; whatever is made of it is never saved.
    deathOf = (name, event) =>
      plansBlindly(name, event) && JSON.stringify(event).includes(doomed)
        ? { when: 'afterAnswer', request: 1 }
        : undefined
    // Each delivery of a dead letter stands for ten: a job is ended unseen only after fifty.
    interfereDead = (records) => records.map(tenTimesReceived)
    const job = await ended(cloud, doomed)
    expect(job.status).toBe('failed')
    expect(job.error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('no planner was done with') })
    await happened(async () => cloud.queues.deadLetters().length === 0)
  })
})

describe('a table that throttles, and whose answers get lost', () => {
  it('delays jobs, and nothing else', { timeout: 60_000 }, async () => {
    const counts = { throttled: 0, answerLost: 0 }
    accident = () => {
      const drawn = random.next()
      const what = drawn < 0.2 ? 'throttled' : drawn < 0.25 ? 'answerLost' : undefined
      if (what !== undefined) counts[what] += 1
      return what
    }
    const jobs = await Promise.all(
      Array.from({ length: 5 }, (_, index) => submitted(cloud, { input: { index } }, `throttled ${index}`)),
    )
    for (const jobId of jobs) await happened(async () => (await cloud.store.loadJob(jobId))?.status === 'completed')
    for (const jobId of jobs) await check(jobId)
    expect(counts.throttled).toBeGreaterThan(10)
    expect(counts.answerLost).toBeGreaterThan(2)
  })
})

async function check(jobId: string) {
  const job = await cloud.store.loadJob(jobId)
  if (job === undefined) throw new Error(`job ${jobId} is lost`)
  const results = await cloud.store.listResults(jobId, diamondAgents)
  checkDiamondJob(job, results)
  checkRecordedOnce(job, results)
  return job
}

/** What of each agent's code really ran, as `<job> <attempt> …`, one line an execution. */
function executionsOf(jobId: string): string[] {
  return diamondAgents.flatMap((agent) => {
    const log = join(cloud.bundles.agents[agent] ?? '', 'executions.log')
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
    return lines.filter((line) => line.startsWith(`${jobId} `)).map(() => agent)
  })
}

/** The numbers of the attempts that completed the steps: 1 everywhere, when no attempt was given up. */
async function firstAttempts(jobId: string): Promise<number[]> {
  return (await check(jobId)).steps.map(({ attempt }) => attempt)
}

async function running(jobId: string): Promise<number> {
  const job = await cloud.store.loadJob(jobId)
  return job?.steps.filter(({ status }) => status === 'running').length ?? 0
}

function isFact(body: string, kind: string, stepId: string | undefined): boolean {
  const fact = JSON.parse(body) as { kind?: string; stepId?: string }
  return fact.kind === kind && fact.stepId === stepId
}

function plansBlindly(name: string, event: unknown): boolean {
  if (name === 'planner') return true
  return name === 'dead-letters' && (event as { Records: SQSRecord[] }).Records.every((record) => receives(record) < 50)
}

function tenTimesReceived(record: SQSRecord): SQSRecord {
  const ApproximateReceiveCount = String(10 * receives(record))
  return { ...record, attributes: { ...record.attributes, ApproximateReceiveCount } }
}

function receives({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount)
}

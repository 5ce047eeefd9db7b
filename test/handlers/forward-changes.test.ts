import type { DynamoDBRecord } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { text } from '../../src/adapters/aws/attribute-values.ts'
import { inputItem } from '../../src/adapters/aws/job-item.ts'
import { inputKey, jobKey, resultKey } from '../../src/adapters/aws/table-schema.ts'
import { Fault } from '../../src/core/fault.ts'
import type { Job } from '../../src/core/job.ts'
import { forwardChanges } from '../../src/handlers/forward-changes.ts'
import type { BusEvent } from '../../src/ports/event-bus.ts'
import { aJob, anAttempt, aResult, aStep, builtAt } from '../builders.ts'
import { sixteenStepHistory } from '../sixteen-steps.ts'
import { jobRecord, resultRecord, streamRecord } from './stream-records.ts'

interface World {
  readonly jobs?: readonly Job[]
  readonly fails?: boolean
}

async function forwarded(records: readonly DynamoDBRecord[], { jobs = [], fails = false }: World = {}) {
  const told: BusEvent[] = []
  const logged: string[] = []
  const loaded: string[] = []
  const put = async (events: readonly BusEvent[]) => {
    if (fails) throw new Fault('EVENT_BUS_UNAVAILABLE', { count: 1, problem: 'closed' }, { retryable: true })
    told.push(...events)
  }
  const loadJob = async (jobId: string) => {
    loaded.push(jobId)
    return jobs.find((job) => job.jobId === jobId)
  }
  const answer = await forwardChanges({ bus: { put }, store: { loadJob }, log: (level) => logged.push(level) }, records)
  return { answer, told, loaded, logged, types: told.map(({ eventType }) => eventType) }
}

const secret = 'what nobody but the job’s own agents may read'

describe('the changes of the job table', () => {
  it('are told as what happened, each once, over the whole life of a job', async () => {
    const saves = sixteenStepHistory(1)
    const { types, told, answer } = await forwarded(saves.map((job, index) => jobRecord(saves[index - 1], job)))
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(types.slice(0, 2)).toEqual(['job.submitted', 'job.started'])
    expect(types.at(-1)).toBe('job.completed')
    const count = (type: string) => types.filter((one) => one === type).length
    expect([count('step.started'), count('step.completed')]).toEqual([16, 16])
    expect(new Set(told.map(({ detail }) => detail.id)).size).toBe(told.length)
  })

  it('say whose they are, when, and where to read more, without what is in it', async () => {
    const { told } = await forwarded([
      jobRecord(undefined, aJob({ tenant: 'acme', input: { json: secret, bytes: 50 } })),
    ])
    expect(told).toEqual([
      {
        eventType: 'job.submitted',
        at: builtAt,
        detail: {
          id: 'job1/1/job.submitted',
          eventType: 'job.submitted',
          at: '2023-11-14T22:13:20.000Z',
          tenant: 'acme',
          jobId: 'job1',
          workflow: 'default',
          epoch: 1,
          input: { bytes: 50 },
          href: '/v1/jobs/job1',
        },
      },
    ])
  })

  it('name the blob of a large input, and the size of a step’s output', async () => {
    const large = await forwarded([jobRecord(undefined, aJob({ input: { blob: 'inputs/1.json', bytes: 70_000 } }))])
    expect(large.told[0]?.detail.input).toEqual({ bytes: 70_000, blob: 'inputs/1.json' })
    const step = { startedAt: builtAt, attempt: 1 }
    const running = aJob({
      version: 2,
      startedAt: builtAt,
      status: 'running',
      steps: [aStep({ ...step, status: 'running' })],
    })
    const result = { agent: 'cleaner', epoch: 1, attempt: 1, bytes: 9 }
    const done = aStep({ ...step, status: 'completed', result, finishedAt: builtAt + 40 })
    const { told } = await forwarded([jobRecord(running, { ...running, version: 3, steps: [done] })])
    expect(told[0]?.detail).toMatchObject({
      id: 'job1/3/step.completed/cleaner',
      output: { bytes: 9 },
      executionTimeMs: 40,
      href: '/v1/jobs/job1/steps/cleaner',
    })
  })

  it('tell of an attempt that ended, by its own times, with the tenant and workflow of its job', async () => {
    const { finishedAt: _f, output: _o, ...claim } = aResult()
    const running = { ...claim, status: 'running' as const }
    const { told, loaded } = await forwarded(
      [resultRecord(undefined, running), resultRecord(running, aResult({ output: { json: secret, bytes: 47 } }))],
      { jobs: [aJob({ tenant: 'acme' })] },
    )
    expect(loaded).toEqual(['job1'])
    expect(told.map(({ detail }) => detail)).toEqual([
      {
        id: 'job1/cleaner/1/1/agent.executed',
        eventType: 'agent.executed',
        at: '2023-11-14T22:13:21.000Z',
        tenant: 'acme',
        jobId: 'job1',
        workflow: 'default',
        epoch: 1,
        stepId: 'cleaner',
        agent: 'cleaner',
        attempt: 1,
        status: 'completed',
        executionTimeMs: 1_000,
        output: { bytes: 47 },
        href: '/v1/jobs/job1/steps/cleaner',
      },
    ])
  })

  it('tell of a failed attempt its code, and not what its author wrote', async () => {
    const { output: _none, ...ended } = aResult({ status: 'failed', error: { code: 'STEP_FAILED', message: secret } })
    const { told } = await forwarded([resultRecord(undefined, ended)], { jobs: [aJob()] })
    expect(told[0]?.detail).toMatchObject({ eventType: 'agent.failed', code: 'STEP_FAILED' })
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  it('are not told when nothing happened: inputs, claims, marks, deletions, other items', async () => {
    const job = aJob({ input: { json: secret.repeat(50), bytes: 2_300 } })
    const input = inputItem(job, 30)
    const mark = { k: text('1') }
    const { told, loaded, logged } = await forwarded([
      streamRecord(inputKey('job1', 'payload1'), undefined, input),
      streamRecord(resultKey(anAttempt()), undefined, mark),
      resultRecord(aResult(), aResult()),
      streamRecord(jobKey('job1'), mark, undefined),
      streamRecord({ pk: 'DEF#1', sk: 'DEF' }, undefined, mark),
      jobRecord(job, { ...job, version: 2, wakeAt: builtAt }),
    ])
    expect([told, loaded, logged]).toEqual([[], [], []])
  })

  it('come back from the first on when the bus does not take them', async () => {
    const records = [jobRecord(undefined, aJob()), jobRecord(undefined, aJob({ jobId: 'job2' }))]
    const { answer } = await forwarded(records, { fails: true })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }] })
  })

  it('are told although one of them cannot be read, which is logged', async () => {
    const damaged = streamRecord(jobKey('job0'), undefined, { d: { B: Buffer.from('nonsense') } })
    const { types, answer, logged } = await forwarded([damaged, jobRecord(undefined, aJob())])
    expect([types, logged, answer.batchItemFailures]).toEqual([['job.submitted'], ['error'], []])
  })

  it('of attempts at one job cost one read of the job', async () => {
    const records = [1, 2].map((attempt) => resultRecord(undefined, aResult({ attempt })))
    const { types, loaded } = await forwarded(records, { jobs: [aJob()] })
    expect([types, loaded]).toEqual([['agent.executed', 'agent.executed'], ['job1']])
  })

  it('of an attempt whose job is gone are told to nobody', async () => {
    expect((await forwarded([resultRecord(undefined, aResult())])).told).toEqual([])
  })
})

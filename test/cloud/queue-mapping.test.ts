import { resolve } from 'node:path'
import type { SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../process/runtime-process.ts'
import { LambdaService } from './lambda-service.ts'
import { mapQueue } from './queue-mapping.ts'
import { type Queues, startQueues } from './queues.ts'

let queues: Queues
let service: LambdaService
let stop: () => Promise<void>
let invoked: string[][]
let interfere: (records: readonly SQSRecord[]) => readonly SQSRecord[]

beforeEach(async () => {
  queues = await startQueues()
  service = new LambdaService({ onFailure: async () => {} })
  const file = resolve('test/cloud/fixtures/obedient.mjs')
  service.deploy({ name: 'refuse', file, environment: {}, timeoutMs: 5_000, memoryMb: 128, maxInstances: 2 })
  invoked = []
  interfere = (records) => records
  stop = mapQueue({
    client: queues.client,
    ...queues.planner,
    returnAfterSeconds: 0,
    interfere: (records) => interfere(records),
    invoke: async (event) => {
      invoked.push(event.Records.map(({ body }) => body))
      return await service.invoke('refuse', event)
    },
  })
})

afterEach(async () => {
  await stop()
  await service.close()
  await queues.stop()
})

describe('an event-source mapping', () => {
  it('hands messages over in batches of at most ten, and deletes what was taken', async () => {
    const bodies = Array.from({ length: 25 }, (_, index) => `good ${index}`)
    for (const body of bodies) queues.send(body)
    await empty()
    expect(invoked.flat().sort()).toEqual(bodies.sort())
    expect(Math.max(...invoked.map((batch) => batch.length))).toBeLessThanOrEqual(10)
    expect(queues.deadLetters()).toEqual([])
  })

  it('brings only those back that the function did not take, and gives them up after five receives', async () => {
    queues.send('good')
    queues.send('bad')
    await eventually(async () => (queues.deadLetters().length > 0 ? true : undefined))
    expect(queues.deadLetters()).toEqual(['bad'])
    expect(invoked.flat().sort()).toEqual(['bad', 'bad', 'bad', 'bad', 'bad', 'good'])
  })

  it('brings a whole batch back when the invocation failed', async () => {
    queues.send('{"not": "json"}')
    let fails = 2
    await stop()
    stop = mapQueue({
      client: queues.client,
      ...queues.planner,
      returnAfterSeconds: 0,
      invoke: async (event) => {
        invoked.push(event.Records.map(({ body }) => body))
        if (fails-- > 0) return { kind: 'failed', error: { errorType: 'Error', errorMessage: 'broken' } }
        return { kind: 'returned', value: { batchItemFailures: [] }, requests: 0 }
      },
    })
    await empty()
    expect(invoked.flat().filter((body) => body.includes('json')).length).toBeGreaterThanOrEqual(3)
  })

  it('lets a test lose a message on its way', async () => {
    interfere = (records) => records.filter(({ body }) => body !== 'lost')
    queues.send('lost')
    queues.send('good')
    await empty()
    expect(invoked.flat()).toEqual(['good'])
  })

  it('writes records as Lambda does', async () => {
    let seen: readonly SQSRecord[] = []
    interfere = (records) => {
      seen = records
      return records
    }
    queues.send('good')
    await empty()
    expect(seen).toEqual([
      expect.objectContaining({
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: 'good',
        attributes: expect.objectContaining({
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
        }),
        eventSource: 'aws:sqs',
        eventSourceARN: queues.planner.queueArn,
        awsRegion: 'us-east-1',
      }),
    ])
  })
})

async function empty(): Promise<void> {
  await eventually(async () => (queues.waiting() === 0 ? true : undefined))
}

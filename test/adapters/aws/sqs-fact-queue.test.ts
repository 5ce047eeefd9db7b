import type { SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSqsClient } from '../../../src/adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../../../src/adapters/aws/sqs-fact-queue.ts'
import type { Fact } from '../../../src/core/fact.ts'
import type { FactQueue } from '../../../src/ports/fact-queue.ts'
import { factQueueSuite, wake } from '../../suites/fact-queue.suite.ts'
import { silentLog } from '../../workbench.ts'
import { type Emulator, startEmulator } from './emulator.ts'
import { pollFacts } from './fact-poller.ts'

let emulator: Emulator
let client: SQSClient
let queues = 0
beforeAll(async () => {
  emulator = await startEmulator()
  client = createSqsClient(emulator.options)
})
afterAll(async () => {
  client.destroy()
  await emulator.server.stop()
})

// SQS delays by whole seconds.
factQueueSuite(
  'SQS',
  async (handle) => {
    const { queue, queueUrl, messages } = aQueue()
    const poller = pollFacts(client, queueUrl, handle)
    const pass = async (ms: number): Promise<void> => {
      const until = Date.now() + ms
      const left = () => messages().filter(({ delayUntil = 0 }) => delayUntil <= until)
      await vi.waitFor(() => expect(left()).toEqual([]), { interval: 5, timeout: 5_000 })
    }
    return { queue, pass, close: poller.stop }
  },
  1_000,
)

describe('the fact queue on SQS', () => {
  it('sends one message a fact, holding the JSON of the fact', async () => {
    const { queue, messages } = aQueue()
    const failed: Fact = { kind: 'step.failed', jobId: 'a', stepId: 'cleaner', epoch: 1, attempt: 2 }
    await queue.send([wake('a'), failed])
    expect(messages().map(({ body }) => JSON.parse(body))).toEqual([wake('a'), failed])
  })

  it.each([
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [899_001, 900],
    [900_000, 900],
  ])('rounds a delay of %i ms up to %i s', async (delayMs, seconds) => {
    const { queue, messages } = aQueue()
    const before = Date.now()
    await queue.send([wake('a')], delayMs)
    const after = Date.now()
    const [message] = messages()
    expect(message?.delayUntil).toBeGreaterThanOrEqual(before + seconds * 1_000)
    expect(message?.delayUntil).toBeLessThanOrEqual(after + seconds * 1_000)
  })

  it.each([900_001, 86_400_000])('sends nothing for a delay of %i ms: SQS cannot hold it', async (delayMs) => {
    const { queue, messages } = aQueue()
    await queue.send([wake('a')], delayMs)
    expect(messages()).toEqual([])
  })

  it('counts neither delayed facts nor those being handled as its backlog', async () => {
    const { queue, queueUrl } = aQueue()
    await queue.send([wake('later')], 100_000)
    await queue.send([wake('a'), wake('b'), wake('c')])
    expect(await queue.backlog()).toBe(3)
    const working = Promise.withResolvers<void>()
    const poller = pollFacts(client, queueUrl, () => working.promise)
    await vi.waitFor(async () => expect(await queue.backlog()).toBe(0), { interval: 5, timeout: 5_000 })
    working.resolve()
    await poller.stop()
  })

  it('cuts the text of a crash that would make a message of more than 64 KB', async () => {
    const { queue, messages } = aQueue()
    const crashed = (message: string): Fact => ({
      kind: 'step.crashed',
      jobId: 'a',
      stepId: 'cleaner',
      epoch: 1,
      attempt: 2,
      reason: 'crashed',
      message,
    })
    // A control character takes six bytes in JSON; the emoji stands across the cut.
    await queue.send([crashed('x'.repeat(60_000)), crashed(`${'\u0001'.repeat(9_999)}🙂${'x'.repeat(70_000)}`)])
    const [whole, cut] = messages().map(({ body }) => body)
    expect(JSON.parse(whole ?? '')).toEqual(crashed('x'.repeat(60_000)))
    expect(Buffer.byteLength(cut ?? '')).toBeLessThan(64 * 1_024)
    expect(JSON.parse(cut ?? '')).toEqual(crashed(`${'\u0001'.repeat(9_999)}\uFFFD`))
  })

  it('tells a queue that is not there as unavailable, to be tried again', async () => {
    const queue = createSqsFactQueue({ client, queueUrl: 'http://127.0.0.1/000000000000/nobody', log: silentLog })
    const unavailable = { code: 'QUEUE_UNAVAILABLE', retryable: true }
    await expect(queue.send([wake('a')])).rejects.toMatchObject(unavailable)
    await expect(queue.backlog()).rejects.toMatchObject(unavailable)
  })
})

function aQueue(): {
  queue: FactQueue
  queueUrl: string
  messages: () => { body: string; delayUntil?: number | undefined }[]
} {
  const name = `facts-${++queues}`
  const { queueUrl } = emulator.server.createQueue(name)
  const messages = () => {
    const { ready = [], delayed = [], inflight = [] } = emulator.server.inspectQueue(name)?.messages ?? {}
    return [...ready, ...delayed, ...inflight.map(({ message }) => message)]
  }
  return { queue: createSqsFactQueue({ client, queueUrl, log: silentLog }), queueUrl, messages }
}

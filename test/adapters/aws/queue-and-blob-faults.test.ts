import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { AwsClientOptions } from '../../../src/adapters/aws/client-settings.ts'
import { createS3BlobStore } from '../../../src/adapters/aws/s3-blob-store.ts'
import { createS3Client } from '../../../src/adapters/aws/s3-client.ts'
import { createSqsClient } from '../../../src/adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../../../src/adapters/aws/sqs-fact-queue.ts'
import type { Fact } from '../../../src/core/fact.ts'
import { wake } from '../../suites/fact-queue.suite.ts'
import { type Emulator, startEmulator } from './emulator.ts'
import { type Reaction, startEndpoint } from './scripted-endpoint.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.server.stop())

const broken: [string, Reaction][] = [
  ['loses the connection', { kind: 'drop' }],
  ['does not answer in time', { kind: 'silence' }],
  ['answers 500 without a word', { kind: 'answer', status: 500 }],
  ['answers what is no answer', { kind: 'answer', status: 200, body: '<html>proxy</html>' }],
]

describe('the fact queue, when SQS', () => {
  it.each<[string, Reaction]>([
    ...broken,
    ['throttles', sqsError(400, 'ThrottlingException')],
    ['has a fault', sqsError(500, 'InternalError')],
    ['does not know the credentials', sqsError(403, 'InvalidClientTokenId')],
    ['does not grant the permission', sqsError(403, 'AccessDeniedException')],
  ])('%s, throws QUEUE_UNAVAILABLE, to be tried again', async (_what, reaction) => {
    const { queue } = await aQueue([reaction])
    const unavailable = { code: 'QUEUE_UNAVAILABLE', retryable: true }
    await expect(queue.send([wake('a')])).rejects.toMatchObject(unavailable)
    await expect(queue.backlog()).rejects.toMatchObject(unavailable)
  })

  it('does not listen, throws QUEUE_UNAVAILABLE with the reason', async () => {
    const { queue, endpoint } = await aQueue([])
    await endpoint.close()
    await expect(queue.send([wake('a')])).rejects.toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('answers without a word, tells the status of the answer', async () => {
    const { queue } = await aQueue([{ kind: 'answer', status: 503 }])
    await expect(queue.backlog()).rejects.toMatchObject({ message: expect.stringContaining('(status 503)') })
  })

  it('recovers within three tries, settles', async () => {
    const { queue, endpoint, bodies } = await aQueue(
      [{ kind: 'drop' }, sqsError(500, 'InternalError'), { kind: 'pass' }],
      {
        maxAttempts: 3,
      },
    )
    await queue.send([wake('a')])
    expect(endpoint.seen).toHaveLength(3)
    expect(bodies()).toEqual([wake('a')])
  })

  it('took the facts and its answer was lost, has them twice after the second try', async () => {
    const { queue, bodies } = await aQueue([{ kind: 'applyAndDrop' }, { kind: 'pass' }], { maxAttempts: 3 })
    await queue.send([wake('a')])
    expect(bodies()).toEqual([wake('a'), wake('a')])
  })

  it('took the facts and no answer arrives at all, throws QUEUE_UNAVAILABLE though it has them', async () => {
    const { queue, bodies } = await aQueue([{ kind: 'applyAndDrop' }])
    await expect(queue.send([wake('a')])).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', retryable: true })
    expect(bodies()).toEqual([wake('a')])
  })

  it.each([true, false])(
    'refuses one fact of a batch (sender blamed: %s), is sent that one once more',
    async (blamed) => {
      const { queue, endpoint, warnings } = await aQueue([refusing(['1'], blamed), refusing([], blamed)])
      await queue.send(['a', 'b', 'c'].map(wake))
      expect(
        endpoint.seen.map(({ body }) => entriesOf(body).map(({ MessageBody }) => JSON.parse(MessageBody))),
      ).toEqual([['a', 'b', 'c'].map(wake), [wake('b')]])
      expect(warnings).toHaveLength(1)
    },
  )

  it.each([true, false])(
    'refuses it again (sender blamed: %s), throws QUEUE_UNAVAILABLE, to be tried again',
    async (blamed) => {
      const { queue, endpoint } = await aQueue([refusing(['0'], blamed)])
      await expect(queue.send([wake('a')])).rejects.toMatchObject({
        code: 'QUEUE_UNAVAILABLE',
        retryable: true,
        message: expect.stringContaining('InternalError: not this one'),
      })
      expect(endpoint.seen).toHaveLength(2)
    },
  )

  it.each([0, -5_000])(
    'is given facts with a delay of %i ms, is asked for none: it refuses negative ones',
    async (delayMs) => {
      const { queue, endpoint } = await aQueue([refusing([], false)])
      await queue.send([wake('a')], delayMs)
      expect(entriesOf(endpoint.seen[0]?.body ?? '')).toMatchObject([{ DelaySeconds: 0 }])
    },
  )

  it('is asked for many facts, gets them in tens and in batches of at most 256 KB', async () => {
    const { queue, endpoint, bodies } = await aQueue([{ kind: 'pass' }])
    const crashed = (jobId: string): Fact => {
      return {
        kind: 'step.crashed',
        jobId,
        stepId: 's',
        epoch: 1,
        attempt: 1,
        reason: 'crashed',
        message: 'x'.repeat(60_000),
      }
    }
    const facts = [...Array.from({ length: 23 }, (_, index) => wake(`w${index}`)), ...'abcdefgh'.split('').map(crashed)]
    await queue.send(facts)
    const batches = endpoint.seen.map(({ body }) => entriesOf(body).map(({ MessageBody }) => MessageBody))
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(10)
      expect(batch.join('').length).toBeLessThanOrEqual(256 * 1_024)
    }
    expect(batches.map(({ length }) => length).sort()).toEqual([10, 10, 4, 7].sort())
    expect(bodies()).toEqual(expect.arrayContaining(facts))
    expect(bodies()).toHaveLength(facts.length)
  })
})

describe('the blob store, when S3', () => {
  it.each<[string, Reaction]>([
    ...broken.slice(0, 3),
    ['asks to slow down', s3Error(503, 'SlowDown')],
    ['does not know the credentials', s3Error(403, 'InvalidAccessKeyId')],
    ['does not grant the permission', s3Error(403, 'AccessDenied')],
  ])('%s, throws STORE_UNAVAILABLE, to be tried again', async (_what, reaction) => {
    const { blobs } = await aBlobStore([reaction])
    const unavailable = { code: 'STORE_UNAVAILABLE', retryable: true }
    await expect(blobs.put('a', Buffer.from('x'))).rejects.toMatchObject(unavailable)
    await expect(blobs.get('a')).rejects.toMatchObject(unavailable)
  })

  it.each(['drop', 'silence'] as const)(
    'breaks off in the middle of a blob (%s), throws STORE_UNAVAILABLE',
    async (then) => {
      const { blobs } = await aBlobStore([{ kind: 'half', then }])
      await expect(blobs.get('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    },
  )

  it('does not listen, throws STORE_UNAVAILABLE with the reason', async () => {
    const { blobs, endpoint } = await aBlobStore([])
    await endpoint.close()
    await expect(blobs.get('a')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('kept the blob and its answer was lost, has it after the second try', async () => {
    const { blobs } = await aBlobStore([{ kind: 'applyAndDrop' }, { kind: 'pass' }], { maxAttempts: 2 })
    await blobs.put('a', Buffer.from('once'))
    expect(Buffer.from(await blobs.get('a')).toString()).toBe('once')
  })
})

function sqsError(status: number, name: string): Reaction {
  const headers = { 'content-type': 'application/x-amz-json-1.0' }
  return {
    kind: 'answer',
    status,
    headers,
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message: name }),
  }
}

function s3Error(status: number, code: string): Reaction {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return { kind: 'answer', status, headers: { 'content-type': 'application/xml' }, body }
}

/** SQS answers 200 to a batch of which it refuses some. */
function refusing(ids: readonly string[], SenderFault: boolean): Reaction {
  const Failed = ids.map((Id) => ({ Id, SenderFault, Code: 'InternalError', Message: 'not this one' }))
  const headers = { 'content-type': 'application/x-amz-json-1.0' }
  return { kind: 'answer', status: 200, headers, body: JSON.stringify({ Successful: [], Failed }) }
}

function entriesOf(body: string): { readonly MessageBody: string }[] {
  return (JSON.parse(body) as { Entries: { MessageBody: string }[] }).Entries
}

let made = 0

async function aQueue(reactions: readonly Reaction[], options: AwsClientOptions = {}) {
  const { queueName, queueUrl } = emulator.server.createQueue(`faulty-${++made}`)
  const endpoint = await startEndpoint(reactions, emulator.server.port)
  const client = createSqsClient({ ...endpoint.options, ...options })
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
  })
  const warnings: string[] = []
  const queue = createSqsFactQueue({ client, queueUrl, log: (_level, message) => void warnings.push(message) })
  const bodies = () =>
    (emulator.server.inspectQueue(queueName)?.messages.ready ?? []).map(({ body }) => JSON.parse(body))
  return { queue, endpoint, warnings, bodies }
}

async function aBlobStore(reactions: readonly Reaction[], options: AwsClientOptions = {}) {
  const { bucketName } = emulator.server.createBucket(`faulty-${++made}`)
  const endpoint = await startEndpoint(reactions, emulator.server.port)
  const client = createS3Client({ ...endpoint.options, ...options })
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
  })
  return { blobs: createS3BlobStore({ client, bucket: bucketName }), endpoint }
}

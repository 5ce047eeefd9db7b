import { SQSClient } from '@aws-sdk/client-sqs'
import { type FauxqsServer, startFauxqs } from 'fauxqs'

/** The planner queue with its dead-letter queue, and a bucket, as the stack has them, on a free port of 127.0.0.1. */
export interface Queues {
  readonly url: string
  readonly client: SQSClient
  readonly planner: QueueAddress
  readonly dead: QueueAddress
  readonly bucket: string
  /** As somebody who puts a message into the planner queue. */
  send(body: string): void
  /** Messages of the planner queue that were not deleted: ready, delayed or in somebody's hands. */
  waiting(): number
  /** Bodies in the dead-letter queue. */
  deadLetters(): string[]
  stop(): Promise<void>
}

export interface QueueAddress {
  readonly queueUrl: string
  readonly queueArn: string
}

const names = { planner: 'troupe-test-planner', dead: 'troupe-test-dead-letters', bucket: 'troupe-test-blobs' } as const
export const dummyCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const

/** A message is given up after 5 receives; one that nobody answers for comes back after `visibilityTimeoutSeconds`. */
export async function startQueues(visibilityTimeoutSeconds = 30): Promise<Queues> {
  const server = await startFauxqs({ port: 0, logger: false })
  const dead = server.createQueue(names.dead, { attributes: { VisibilityTimeout: '5' } })
  const planner = server.createQueue(names.planner, {
    attributes: {
      VisibilityTimeout: String(visibilityTimeoutSeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: 5 }),
    },
  })
  server.createBucket(names.bucket)
  const url = `http://127.0.0.1:${server.port}`
  const client = new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: dummyCredentials,
    // The queue's URL names another host.
    useQueueUrlAsEndpoint: false,
  })
  return {
    url,
    client,
    planner,
    dead,
    bucket: names.bucket,
    send: (body) => void server.sendMessage(names.planner, body),
    waiting: () => messagesOf(server, names.planner).length,
    deadLetters: () => messagesOf(server, names.dead),
    async stop() {
      client.destroy()
      await server.stop()
    },
  }
}

function messagesOf(server: FauxqsServer, queue: string): string[] {
  const { ready = [], delayed = [], inflight = [] } = server.inspectQueue(queue)?.messages ?? {}
  return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body)
}

import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { Fact } from '../../../src/core/fact.ts'
import { getOrInsert } from '../../../src/core/get-or-insert.ts'
import { readFact } from '../../../src/engine/read-fact.ts'
import type { FactHandler } from '../../suites/fact-queue.suite.ts'

/**
 * Stands for Lambda's queue mapping and the planner's grouping: receives, hands over the facts of each job together,
 * deletes what was handled and gives back at once what was not.
 */
export function pollFacts(client: SQSClient, queueUrl: string, handle: FactHandler): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const request = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(request), { abortSignal: stopping.signal })
      await Promise.all(byJob(Messages).map(([jobId, messages]) => work(jobId, messages)))
    }
  }
  const work = async (jobId: string, messages: readonly Message[]): Promise<void> => {
    const done = await handle(jobId, messages.flatMap(factOf)).then(
      () => true,
      () => false,
    )
    for (const { ReceiptHandle } of messages) {
      const entry = { QueueUrl: queueUrl, ReceiptHandle }
      if (done) await client.send(new DeleteMessageCommand(entry))
      else await client.send(new ChangeMessageVisibilityCommand({ ...entry, VisibilityTimeout: 0 }))
    }
  }
  const polling = poll().catch((thrown: unknown) => {
    if (!stopping.signal.aborted) throw thrown
  })
  return {
    async stop() {
      stopping.abort()
      await polling
    },
  }
}

function byJob(messages: readonly Message[]): [string, Message[]][] {
  const jobs = new Map<string, Message[]>()
  for (const message of messages)
    for (const { jobId } of factOf(message)) getOrInsert(jobs, jobId, () => []).push(message)
  return [...jobs]
}

function factOf({ Body = '' }: Message): Fact[] {
  const fact = readFact(JSON.parse(Body))
  if (fact === undefined) throw new Error(`not a fact: ${Body}`)
  return [fact]
}

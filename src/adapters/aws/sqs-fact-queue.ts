import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { Fault } from '../../core/fault.ts'
import type { FactQueue } from '../../ports/fact-queue.ts'
import type { Log } from '../../ports/log.ts'
import { awsProblem } from './aws-problem.ts'
import { type FactMessage, factMessages } from './fact-messages.ts'
import { messageBatches } from './message-batches.ts'

export interface SqsFactQueueOptions {
  readonly client: SQSClient
  readonly queueUrl: string
  readonly log: Log
}

/** SQS holds a message back no longer. */
const maxDelaySeconds = 900

/**
 * The fact queue on a standard SQS queue, one message a fact.
 *
 * A delay is rounded up to whole seconds. Beyond 900 s nothing is sent: the job's `wakeAt` carries it.
 * Messages that SQS refuses out of a batch are sent once more. Everything that still fails is QUEUE_UNAVAILABLE and
 * retryable, a missing permission too: somebody grants it, and the jobs must still be there.
 */
export function createSqsFactQueue(options: SqsFactQueueOptions): FactQueue {
  return {
    async send(facts, delayMs = 0) {
      const delaySeconds = Math.ceil(Math.max(0, delayMs) / 1_000)
      if (delaySeconds > maxDelaySeconds) return
      const batches = messageBatches(factMessages(facts))
      const sent = await Promise.allSettled(batches.map((batch) => sendBatch(options, batch, delaySeconds)))
      const refused = sent.find((one) => one.status === 'rejected')
      if (refused !== undefined) throw queueFault('a send', refused.reason)
    },
    async backlog() {
      return await countMessages(options).catch((thrown) => {
        throw queueFault('a count', thrown)
      })
    },
  }
}

async function sendBatch(options: SqsFactQueueOptions, batch: readonly FactMessage[], delaySeconds: number) {
  const entries = batch.map(({ id, body }) => ({ Id: id, MessageBody: body, DelaySeconds: delaySeconds }))
  const refused = await refusedEntries(options, entries)
  if (refused.length === 0) return
  options.log('warn', 'Queue refused facts of a batch; they are sent once more', { facts: refused.length })
  const [still] = await refusedEntries(
    options,
    refused.map(({ entry }) => entry),
  )
  if (still !== undefined) throw new Error(still.problem)
}

interface Refusal {
  readonly entry: SendMessageBatchRequestEntry
  readonly problem: string
}

/** Whether SQS blames itself or the sender: what it blames on the sender may pass too, such as a missing key policy. */
async function refusedEntries(
  { client, queueUrl }: SqsFactQueueOptions,
  entries: SendMessageBatchRequestEntry[],
): Promise<Refusal[]> {
  const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }))
  return (answer.Failed ?? []).flatMap(({ Id, Code, Message }) => {
    const entry = entries.find((one) => one.Id === Id)
    return entry === undefined ? [] : [{ entry, problem: `${Code}: ${Message ?? 'no reason given'}` }]
  })
}

/** Those that wait and are due; the ones being handled and the delayed ones are other attributes. */
async function countMessages({ client, queueUrl }: SqsFactQueueOptions): Promise<number> {
  const attribute = 'ApproximateNumberOfMessages'
  const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [attribute] }))
  const count = Number(answer.Attributes?.[attribute])
  if (!Number.isSafeInteger(count)) throw new Error(`${attribute} is missing in the answer`)
  return count
}

function queueFault(operation: string, thrown: unknown): Fault {
  return new Fault('QUEUE_UNAVAILABLE', { operation, problem: awsProblem(thrown) }, { cause: thrown, retryable: true })
}

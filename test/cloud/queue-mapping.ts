/**
 * An SQS event-source mapping as Lambda has it: long polls, batches of up to 10, `reportBatchItemFailures`. What the
 * function took is deleted; what it did not take, or all of it when the invocation failed, comes back.
 *
 * A test may interfere on the way from the queue to the function: drop, double, hold back and reorder records.
 */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { InvocationEnd } from './lambda-instance.ts'

export interface QueueMappingOptions {
  readonly client: SQSClient
  readonly queueUrl: string
  readonly queueArn: string
  invoke(event: SQSEvent): Promise<InvocationEnd>
  /** At most 10, which is also the default. */
  readonly batchSize?: number
  /** Receives at once. Default: 2. */
  readonly pollers?: number
  /** How soon failed messages come back, instead of after the queue's visibility timeout. Whole seconds; default: 1. */
  readonly returnAfterSeconds?: number
  /** What becomes of received records on their way; those that are left out are lost. */
  interfere?(records: readonly SQSRecord[]): readonly SQSRecord[]
}

/** Starts polling; the answer stops it and settles when the last batch is done with. */
export function mapQueue(options: QueueMappingOptions): () => Promise<void> {
  const stopping = new AbortController()
  const unlessStopping = (error: unknown) => {
    if (!stopping.signal.aborted) throw error
  }
  const pollers = Array.from({ length: options.pollers ?? 2 }, async () => {
    while (!stopping.signal.aborted) await takeBatch(options, stopping.signal).catch(unlessStopping)
  })
  return async () => {
    stopping.abort()
    await Promise.all(pollers)
  }
}

async function takeBatch(options: QueueMappingOptions, signal: AbortSignal): Promise<void> {
  const received = await receive(options, signal)
  const { interfere = (records) => records } = options
  const records = interfere(received.map((message) => recordOf(message, options.queueArn)))
  const end = records.length === 0 ? undefined : await options.invoke({ Records: [...records] })
  if (signal.aborted) return
  const failed = end === undefined ? new Set() : failedIds(end, records)
  await settle(options, {
    taken: received.filter(({ MessageId }) => !failed.has(MessageId)),
    failed: received.filter(({ MessageId }) => failed.has(MessageId)),
  })
}

async function receive(options: QueueMappingOptions, signal: AbortSignal): Promise<readonly Message[]> {
  const { client, queueUrl, batchSize = 10 } = options
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: 5,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  })
  return (await client.send(command, { abortSignal: signal })).Messages ?? []
}

function failedIds(end: InvocationEnd, records: readonly SQSRecord[]): ReadonlySet<unknown> {
  const sent = new Set(records.map(({ messageId }) => messageId))
  if (end.kind === 'failed') return sent
  const answer = end.value as SQSBatchResponse | null | undefined
  const named = (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
  // Lambda takes an answer that names something else for a failure of the whole batch.
  return named.every((id) => sent.has(id)) ? new Set(named) : sent
}

async function settle(
  { client, queueUrl, returnAfterSeconds = 1 }: QueueMappingOptions,
  { taken, failed }: { taken: readonly Message[]; failed: readonly Message[] },
): Promise<void> {
  const entry = ({ MessageId, ReceiptHandle }: Message) => ({ Id: MessageId ?? '', ReceiptHandle: ReceiptHandle ?? '' })
  const remove = { QueueUrl: queueUrl, Entries: taken.map(entry) }
  if (taken.length > 0) await client.send(new DeleteMessageBatchCommand(remove))
  const Entries = failed.map((message) => ({ ...entry(message), VisibilityTimeout: returnAfterSeconds }))
  if (failed.length > 0) await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
}

function recordOf({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes = {} }: Message, arn: string): SQSRecord {
  return {
    messageId: MessageId ?? '',
    receiptHandle: ReceiptHandle ?? '',
    body: Body ?? '',
    attributes: {
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
      SentTimestamp: Attributes.SentTimestamp ?? '',
      SenderId: Attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '',
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: 'us-east-1',
  }
}

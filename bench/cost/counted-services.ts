/** SQS, Lambda and S3 as stand-ins that count and answer at once: what travels is kept in memory, in order. */
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SQSClient } from '@aws-sdk/client-sqs'
import { createLambdaClient } from '../../src/adapters/aws/lambda-client.ts'
import { createS3Client } from '../../src/adapters/aws/s3-client.ts'
import { createSqsClient } from '../../src/adapters/aws/sqs-client.ts'
import type { Ledger } from './counted-call.ts'

export interface CountedServices {
  readonly sqs: SQSClient
  readonly lambda: LambdaClient
  readonly s3: S3Client
  /** Bodies of messages that nobody received yet. */
  readonly messages: string[]
  /** Events of asynchronous invocations that did not run yet, as JSON text. */
  readonly events: string[]
}

const settings = {
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:9',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
} as const

/** SQS bills each started 64 KB of a request, Lambda each started 64 KB beyond the first 256. */
const kb64 = 65_536

export function countServices(ledger: Ledger): CountedServices {
  const [sqs, lambda, s3] = [createSqsClient(settings), createLambdaClient(settings), createS3Client(settings)]
  const messages: string[] = []
  const events: string[] = []

  answerInstead(sqs, (operation, input) => {
    if (operation !== 'SendMessageBatch') throw new Error(`nobody says what ${operation} costs`)
    const bodies = (input.Entries as { MessageBody: string }[]).map(({ MessageBody }) => MessageBody)
    messages.push(...bodies)
    const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)
    ledger({ operation: 'SendMessageBatch', billed: { sqsRequest: Math.ceil(bytes / kb64) } })
    return { Successful: [], Failed: [] }
  })
  answerInstead(lambda, (operation, input) => {
    const event = Buffer.from(input.Payload as Uint8Array).toString('utf8')
    events.push(event)
    const beyond = Math.max(0, Buffer.byteLength(event) - 4 * kb64)
    ledger({ operation: `${operation} agent`, billed: { lambdaRequest: 1 + Math.ceil(beyond / kb64) } })
    return { StatusCode: 202 }
  })
  answerInstead(s3, (operation) => {
    throw new Error(`outputs of a kilobyte need no ${operation}`)
  })
  return { sqs, lambda, s3, messages, events }
}

/** All three clients have this much in common. */
interface Stack {
  readonly middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: { readonly commandName?: string },
      ) => (args: { readonly input: object }) => Promise<{ output: never; response: unknown }>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void
  }
}

function answerInstead(
  client: object,
  answer: (operation: string, input: Readonly<Record<string, unknown>>) => object,
): void {
  ;(client as Stack).middlewareStack.add(
    (_next, context) => async (args) => {
      const operation = context.commandName?.replace(/Command$/, '') ?? ''
      const output = answer(operation, args.input as Readonly<Record<string, unknown>>)
      return { output: { $metadata: {}, ...output } as never, response: {} }
    },
    { step: 'initialize', name: 'answerInstead' },
  )
}

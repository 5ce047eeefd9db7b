import type { ConsumedCapacity, DynamoDBClient, ServiceOutputTypes } from '@aws-sdk/client-dynamodb'

/** One request of the client, with its repeats. */
export interface SentRequest {
  /** Such as `PutItem`. */
  readonly name: string
  readonly input: RequestInput
  /** What DynamoDB says it cost. */
  capacity?: ConsumedCapacity
}

export type RequestInput = Readonly<Record<string, unknown>>
type Output = Record<string, unknown>

/** What becomes of one try at a request, after those before it. */
export interface Accident {
  /** Thrown instead of sending it. */
  readonly before?: Error
  /** Thrown although it was carried out: its answer is lost. */
  readonly after?: Error
  /** Changes the answer. */
  readonly answer?: (output: Output) => Output
}

/** Notes each request that the client sends from now on, with its cost. */
export function watch(client: DynamoDBClient): SentRequest[] {
  const sent: SentRequest[] = []
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const request: SentRequest = { name: nameOf(context.commandName), input: args.input as RequestInput }
      sent.push(request)
      const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' }
      const answer = await next({ ...args, input } as typeof args)
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: ConsumedCapacity }
      if (ConsumedCapacity !== undefined) request.capacity = ConsumedCapacity
      return answer
    },
    { step: 'initialize' },
  )
  return sent
}

/** Lets accidents happen to the client's requests, below the SDK's own retries. @param happen is told each try, from 1 */
export function troubled(
  client: DynamoDBClient,
  happen: (name: string, attempt: number, input: RequestInput) => Accident | undefined,
): void {
  client.middlewareStack.add(
    (next, context) => {
      let attempt = 0
      return async (args) => {
        const { before, after, answer } =
          happen(nameOf(context.commandName), ++attempt, args.input as RequestInput) ?? {}
        if (before !== undefined) throw before
        const done = await next(args)
        if (after !== undefined) throw after
        if (answer === undefined) return done
        const changed = answer(done.output as unknown as Output) as unknown as ServiceOutputTypes
        return { ...done, output: changed }
      }
    },
    { step: 'deserialize', priority: 'high' },
  )
}

export function lostAnswer(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })
}

export function throttled(): Error {
  const message = 'The level of configured provisioned throughput for the table was exceeded'
  return Object.assign(new Error(message), { name: 'ProvisionedThroughputExceededException', $metadata: {} })
}

function nameOf(command: string | undefined): string {
  return (command ?? '').replace(/Command$/, '')
}

import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { createDynamoJobStore } from '../adapters/aws/dynamodb-job-store.ts'
import { createEventBridgeClient } from '../adapters/aws/eventbridge-client.ts'
import { createEventBridgeEventBus } from '../adapters/aws/eventbridge-event-bus.ts'
import { cloudBase } from './cloud-base.ts'
import { forwardChanges } from './forward-changes.ts'
import { once } from './once.ts'

const bound = once(() => {
  const { env, log, table } = cloudBase()
  const { eventBus: busName, stack: source } = env
  const bus = createEventBridgeEventBus({ client: createEventBridgeClient(), busName, source, log })
  return { bus, store: createDynamoJobStore(table), log }
})

/** The table's stream, where the stage has an event bus: every save was durable before anybody is told of it. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  return await forwardChanges(bound(), event.Records)
}

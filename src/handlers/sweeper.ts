import type { Context } from 'aws-lambda'
import { createDynamoJobStore } from '../adapters/aws/dynamodb-job-store.ts'
import { createSqsClient } from '../adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../adapters/aws/sqs-fact-queue.ts'
import { systemTimers } from '../adapters/node/system-timers.ts'
import { cloudBase } from './cloud-base.ts'
import { once } from './once.ts'
import { sweepInTime } from './sweep-in-time.ts'

const bound = once(() => {
  const { env, log, clock, table } = cloudBase()
  const queue = createSqsFactQueue({ client: createSqsClient(), queueUrl: env.queueUrl, log })
  return { store: createDynamoJobStore(table), queue, clock, log, timers: systemTimers }
})

/** Once a minute: wakes every job whose time has come, whatever message was lost. */
export async function handler(_event: unknown, context: Context): Promise<{ readonly woken: number }> {
  return await sweepInTime(bound(), context.getRemainingTimeInMillis())
}

import type { Context } from 'aws-lambda'
import type { LambdaEvent } from 'hono/aws-lambda'
import { definition, version } from '#definition'
import { createDynamoJobStore } from '../adapters/aws/dynamodb-job-store.ts'
import { createSqsClient } from '../adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../adapters/aws/sqs-fact-queue.ts'
import { agentLogsUrl } from './agent-logs-url.ts'
import { cloudBase } from './cloud-base.ts'
import { cloudBlobs } from './cloud-blobs.ts'
import { gatewayHandler } from './gateway-handler.ts'
import { idleInvoker } from './idle-invoker.ts'
import { once } from './once.ts'

const bound = once(() => {
  const { env, log, meter, clock, ids, table } = cloudBase()
  const blobs = cloudBlobs(env)
  const queue = createSqsFactQueue({ client: createSqsClient(), queueUrl: env.queueUrl, log })
  // A cancel is a mark on the job: the planner tells the running attempts.
  const invoker = idleInvoker(async () => {})
  const ports = { store: createDynamoJobStore(table), queue, invoker, blobs, clock, ids, log, meter }
  const logsOf = ({ agent }: { readonly agent: string }) => agentLogsUrl(env, agent)
  return { meter, answer: gatewayHandler({ ports, version, definition: () => definition, logsOf }) }
})

/** The HTTP API. The definition that new jobs follow is joined with this file when it is bundled. */
export async function handler(event: LambdaEvent, context: Context) {
  const { answer, meter } = bound()
  try {
    return await answer(event, context)
  } finally {
    meter.flush()
  }
}

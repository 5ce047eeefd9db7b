import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { createAttemptMarks } from '../adapters/aws/attempt-marks.ts'
import { createDynamoJobStore } from '../adapters/aws/dynamodb-job-store.ts'
import { createLambdaClient } from '../adapters/aws/lambda-client.ts'
import { createLambdaInvoker } from '../adapters/aws/lambda-invoker.ts'
import { createSqsClient } from '../adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../adapters/aws/sqs-fact-queue.ts'
import { handleFacts } from '../engine/handle-facts.ts'
import { cloudBase } from './cloud-base.ts'
import { cloudBlobs } from './cloud-blobs.ts'
import { handleBatch } from './handle-batch.ts'
import { once } from './once.ts'

const bound = once(() => {
  const { env, log, meter, clock, ids, table } = cloudBase()
  const blobs = cloudBlobs(env)
  const queue = createSqsFactQueue({ client: createSqsClient(), queueUrl: env.queueUrl, log })
  const marks = createAttemptMarks(table)
  const functionPrefix = env.agentPrefix
  const invoker = createLambdaInvoker({ client: createLambdaClient(), functionPrefix, blobs, marks })
  return { store: createDynamoJobStore(table), queue, invoker, blobs, clock, ids, log, meter }
})

/** The planner's queue: facts, and what Lambda reports of agents whose process died. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const ports = bound()
  try {
    return await handleBatch(event, ports.log, ({ jobId, facts }) => handleFacts(ports, jobId, facts))
  } finally {
    ports.meter.flush()
  }
}

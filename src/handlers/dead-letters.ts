import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { createAttemptMarks } from '../adapters/aws/attempt-marks.ts'
import { createDynamoJobStore } from '../adapters/aws/dynamodb-job-store.ts'
import { handleDeadLetter } from '../engine/handle-dead-letter.ts'
import type { FactQueue } from '../ports/fact-queue.ts'
import { cloudBase } from './cloud-base.ts'
import { cloudBlobs } from './cloud-blobs.ts'
import { handleBatch } from './handle-batch.ts'
import { idleInvoker } from './idle-invoker.ts'
import { once } from './once.ts'

/** Its role may send to no queue either: whatever would be sent, the job's `wakeAt` is saved before. */
const noQueue: FactQueue = { send: async () => {}, backlog: async () => 0 }

const bound = once(() => {
  const { env, log, meter, clock, ids, table } = cloudBase()
  const blobs = cloudBlobs(env)
  const invoker = idleInvoker(createAttemptMarks(table).requestAbort)
  return { store: createDynamoJobStore(table), queue: noQueue, invoker, blobs, clock, ids, log, meter }
})

/** The dead-letter queue: facts that planners took again and again. Their jobs end with the reason; nothing hangs silently. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const ports = bound()
  try {
    return await handleBatch(event, ports.log, (letter) => handleDeadLetter(ports, letter))
  } finally {
    ports.meter.flush()
  }
}

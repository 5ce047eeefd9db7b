import type { Context } from 'aws-lambda'
import { declaration, load } from '#agent'
import { createAttemptMarks } from '../adapters/aws/attempt-marks.ts'
import { createDynamoAnswers } from '../adapters/aws/dynamodb-answers.ts'
import { createDynamoMemoryStore } from '../adapters/aws/dynamodb-memory-store.ts'
import { createResultTable } from '../adapters/aws/dynamodb-result-table.ts'
import { createSqsClient } from '../adapters/aws/sqs-client.ts'
import { createSqsFactQueue } from '../adapters/aws/sqs-fact-queue.ts'
import { systemTimers } from '../adapters/node/system-timers.ts'
import { answerAgentEvent } from './answer-agent-event.ts'
import { cloudBase } from './cloud-base.ts'
import { cloudBlobs } from './cloud-blobs.ts'
import { loadCode } from './load-code.ts'
import { once } from './once.ts'

const code = await loadCode(declaration, load)

const bound = once(() => {
  const { env, log, meter, clock, ids, table } = cloudBase()
  const blobs = cloudBlobs(env)
  const queue = createSqsFactQueue({ client: createSqsClient(), queueUrl: env.queueUrl, log })
  const store = createResultTable(table)
  const marks = createAttemptMarks(table)
  const kept = { answers: createDynamoAnswers(table), memory: createDynamoMemoryStore(table) }
  return { store, queue, blobs, ...kept, marks, clock, ids, log, meter, timers: systemTimers, declaration, code }
})

/** One agent: its code and declaration are joined with this file when it is bundled. */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  const ports = bound()
  const discard = () => {
    ports.meter.flush()
    process.exit(1)
  }
  try {
    return await answerAgentEvent({ ...ports, discard }, event, context)
  } finally {
    ports.meter.flush()
  }
}

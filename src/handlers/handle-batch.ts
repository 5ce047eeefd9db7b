import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../core/fault.ts'
import type { Log } from '../ports/log.ts'
import { type JobMessages, messagesByJob } from './messages-by-job.ts'

/**
 * Handles a batch job by job, side by side, and answers which messages must come back: those of jobs whose handling
 * threw. One job's trouble touches no other's. Needs `reportBatchItemFailures` on the queue's mapping.
 */
export async function handleBatch(
  event: SQSEvent,
  log: Log,
  handle: (messages: JobMessages) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    messagesByJob(event.Records, log).map(async (messages) => {
      try {
        await handle(messages)
        return []
      } catch (error) {
        log('error', `messages of a job come back: ${error}`, { jobId: messages.jobId, ...codeOf(error) })
        return messages.messageIds
      }
    }),
  )
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
}

function codeOf(error: unknown): object {
  if (error instanceof Fault) return { code: error.code, cause: String(error.cause ?? '') }
  return { stack: error instanceof Error ? error.stack : undefined }
}

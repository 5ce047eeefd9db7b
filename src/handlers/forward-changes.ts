import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import { readStreamRecord } from '../adapters/aws/stream-record.ts'
import { Fault } from '../core/fault.ts'
import type { Job } from '../core/job.ts'
import type { BusEvent, EventBus } from '../ports/event-bus.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { Log } from '../ports/log.ts'
import { busEventOfAttempt, busEventsOfSave } from './bus-events.ts'

export interface ForwardPorts {
  readonly bus: EventBus
  readonly store: Pick<JobStore, 'loadJob'>
  readonly log: Log
}

/**
 * Tells the bus of a batch of the table's changes, in their order. When that fails the batch comes back from its first
 * record on: listeners may be told twice, never not at all. A record that no version can read is logged and left out: with
 * it at their head, those behind would never be told.
 */
export async function forwardChanges(
  ports: ForwardPorts,
  records: readonly DynamoDBRecord[],
): Promise<DynamoDBBatchResponse> {
  const jobs = new Map<string, Promise<Job | undefined>>()
  const jobOf = (jobId: string) => {
    const job = jobs.get(jobId) ?? ports.store.loadJob(jobId)
    jobs.set(jobId, job)
    return job
  }
  try {
    const told = await Promise.all(records.map((record) => eventsOf(record, jobOf, ports.log)))
    await ports.bus.put(told.flat())
    return { batchItemFailures: [] }
  } catch (error) {
    ports.log('error', `changes of the table come back: ${error}`, { records: records.length })
    return { batchItemFailures: [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber ?? '' }] }
  }
}

async function eventsOf(
  record: DynamoDBRecord,
  jobOf: (jobId: string) => Promise<Job | undefined>,
  log: Log,
): Promise<readonly BusEvent[]> {
  const change = readable(record, log)
  if (change === undefined) return []
  if (change.kind === 'jobSaved') return busEventsOfSave(change.before, change.after)
  // The result's item knows neither its workflow nor whose it is. A job that is gone has nobody to be told.
  const job = await jobOf(change.result.jobId)
  return job === undefined ? [] : [busEventOfAttempt(change.result, job)]
}

function readable(record: DynamoDBRecord, log: Log): ReturnType<typeof readStreamRecord> {
  try {
    return readStreamRecord(record)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    log('error', `a change cannot be read and is not told: ${error}`, { record: record.dynamodb?.SequenceNumber })
    return undefined
  }
}

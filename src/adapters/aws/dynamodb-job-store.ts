import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { JobStore } from '../../ports/job-store.ts'
import type { Log } from '../../ports/log.ts'
import { createDynamoDefinitions } from './dynamodb-definitions.ts'
import { createDynamoDueJobs } from './dynamodb-due-jobs.ts'
import { createDynamoJobList } from './dynamodb-job-list.ts'
import { createDynamoJobs } from './dynamodb-jobs.ts'
import { createResultTable } from './dynamodb-result-table.ts'
import { createDynamoResults } from './dynamodb-results.ts'

export interface DynamoStoreParts {
  readonly client: DynamoDBClient
  /** A table as `createTableInput` describes it. */
  readonly table: string
  readonly log: Log
  /** How long ended jobs are kept, in days; absent: for ever. */
  readonly retentionDays?: number
}

/**
 * The job table in DynamoDB. `docs/aws-table.md` says what it holds and what each operation costs.
 *
 * Loads of jobs, results and definitions are strongly consistent. Lists and due jobs come from indexes that follow the
 * table; a record that cannot be read throws `STORE_RECORD_UNREADABLE`, except in lists over many jobs, which leave it out
 * and log it. What does not fit into an item of 400 KB throws `STORE_TOO_LARGE` before anything is written.
 */
export function createDynamoJobStore(parts: DynamoStoreParts): JobStore {
  return {
    ...createDynamoJobs(parts),
    listJobs: createDynamoJobList(parts),
    listDueJobs: createDynamoDueJobs(parts),
    ...createResultTable(parts),
    ...createDynamoResults(parts),
    ...createDynamoDefinitions(parts),
  }
}

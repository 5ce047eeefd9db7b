import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { onTestFinished } from 'vitest'
import { createDynamoJobStore } from '../../../src/adapters/aws/dynamodb-job-store.ts'
import type { JobStore } from '../../../src/ports/job-store.ts'
import type { Log } from '../../../src/ports/log.ts'
import { clientOf, type DynamoDbServer, newTable } from '../../servers/dynamodb.ts'
import { silentLog } from '../../workbench.ts'

/** A store on a new table, with a client of its own that a test may watch and trouble. */
export interface OwnStore {
  readonly store: JobStore
  readonly client: DynamoDBClient
  readonly table: string
}

export async function ownStore(
  server: DynamoDbServer,
  parts: { log?: Log; retentionDays?: number } = {},
): Promise<OwnStore> {
  const client = clientOf(server)
  onTestFinished(() => client.destroy())
  const table = await newTable(client)
  return { store: createDynamoJobStore({ client, table, log: silentLog, ...parts }), client, table }
}

/** Runs it for each item, twenty at a time: more would only wait for one of the client's connections, and time out there. */
export async function inLanes<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const lane = async (): Promise<void> => {
    for (const item of rest) await run(item)
  }
  await Promise.all(Array.from({ length: 20 }, lane))
}

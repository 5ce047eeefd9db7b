import { afterAll } from 'vitest'
import { createDynamoJobStore } from '../../../src/adapters/aws/dynamodb-job-store.ts'
import { clientOf, newTable, startDynamoDb } from '../../servers/dynamodb.ts'
import { jobStoreSuite } from '../../suites/job-store.suite.ts'
import { silentLog } from '../../workbench.ts'

const server = await startDynamoDb()
const client = clientOf(server)
afterAll(async () => {
  client.destroy()
  await server.stop()
})

jobStoreSuite(`DynamoDB (${server.name})`, async () => {
  const store = createDynamoJobStore({ client, table: await newTable(client), log: silentLog })
  return { store, close: async () => undefined }
})

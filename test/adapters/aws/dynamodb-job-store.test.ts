import { afterAll, describe } from 'vitest'
import { createDynamoAnswers } from '../../../src/adapters/aws/dynamodb-answers.ts'
import { createDynamoJobStore } from '../../../src/adapters/aws/dynamodb-job-store.ts'
import { createDynamoMemoryStore } from '../../../src/adapters/aws/dynamodb-memory-store.ts'
import { clientOf, newTable, startDynamoDb } from '../../servers/dynamodb.ts'
import { answerStoreSuite } from '../../suites/answer-store.suite.ts'
import { jobStoreSuite } from '../../suites/job-store.suite.ts'
import { memoryStoreSuite } from '../../suites/memory-store.suite.ts'
import { silentLog } from '../../workbench.ts'
import { answerCases } from './dynamodb/answers.ts'
import { itemCases } from './dynamodb/items.ts'
import { listCases } from './dynamodb/lists.ts'
import { markCases } from './dynamodb/marks.ts'
import { priceCases } from './dynamodb/prices.ts'
import { repeatCases } from './dynamodb/repeats.ts'
import { requestCases } from './dynamodb/requests.ts'

// One server for all of it: with Java it takes some seconds to start.
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

const answers = createDynamoAnswers({ client, table: await newTable(client) })
answerStoreSuite(`DynamoDB (${server.name})`, async () => answers)

const memory = createDynamoMemoryStore({ client, table: await newTable(client) })
memoryStoreSuite(`DynamoDB (${server.name})`, async () => memory)

describe(`the job store on DynamoDB (${server.name})`, () => {
  describe('its requests', () => requestCases(server))
  describe('repeats and refusals', () => repeatCases(server))
  describe('lists over an index', () => listCases(server))
  describe('its items', () => itemCases(server))
  describe('the units of its prices', () => priceCases(server))
  describe('marks of attempts', () => markCases(server))
  describe('answers of models', () => answerCases(server))
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dollarsOf, totals } from '../../bench/cost/counted-call.ts'
import { priceJob } from '../../bench/cost/priced-job.ts'
import { fiveSteps } from '../../bench/cost.ts'
import { clientOf, newTable, startDynamoDb } from '../servers/dynamodb.ts'

const server = await startDynamoDb({ light: true })
const client = clientOf(server)
const calls = await priceJob(fiveSteps(), { endpoint: server.endpoint, table: await newTable(client) })
client.destroy()
await server.stop()

/** Raise one only with the reason in the commit: each is paid by every job. */
const budget = { dynamodbWrite: 24, dynamodbRead: 13, sqsRequest: 18, lambdaRequest: 12 } as const

const rows = [
  ['DynamoDB write units', 'dynamodbWrite'],
  ['DynamoDB read units', 'dynamodbRead'],
  ['SQS requests', 'sqsRequest'],
  ['Lambda invocations', 'lambdaRequest'],
] as const

describe('a job of 1 + 3 + 1 steps on AWS', () => {
  it('costs at most 30 dollars for a million', () => {
    expect(dollarsOf(totals(calls))).toBeLessThanOrEqual(30)
  })

  it('costs what docs/aws-cost.md says', () => {
    const page = readFileSync('docs/aws-cost.md', 'utf8')
    expect(page).toContain(`**$${dollarsOf(totals(calls)).toFixed(2)}**`)
    for (const [label, name] of rows) expect(page).toContain(`| ${label} | ${totals(calls)[name]} |`)
  })

  it.each(Object.entries(budget))('needs no more %s than its budget of %i', (name, most) => {
    expect(totals(calls)).toMatchObject({ [name]: expect.any(Number) })
    expect(totals(calls)[name as keyof typeof budget]).toBeLessThanOrEqual(most)
  })

  it('needs nothing of S3', () => {
    expect(totals(calls)).not.toHaveProperty('s3Put')
    expect(totals(calls)).not.toHaveProperty('s3Get')
  })

  it('has its job read once and written at most once for each fact', () => {
    const phases = Map.groupBy(
      calls.filter(({ phase }) => phase.startsWith('planner')),
      ({ phase }) => phase,
    )
    expect(phases.size).toBe(6)
    for (const [phase, ofFact] of phases) {
      const count = (operation: string) => ofFact.filter((call) => call.operation === operation).length
      expect(count('Query job'), phase).toBe(1)
      expect(count('PutItem job'), phase).toBeLessThanOrEqual(1)
    }
  })

  it('keeps its item within one write unit to the end', () => {
    const writes = calls.filter(({ operation }) => operation === 'PutItem job')
    expect(writes.map(({ parts }) => parts?.table)).toEqual(writes.map(() => 1))
  })
})

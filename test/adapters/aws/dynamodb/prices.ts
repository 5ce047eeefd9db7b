import { expect, it } from 'vitest'
import { priceJob } from '../../../../bench/cost/priced-job.ts'
import { fiveSteps } from '../../../../bench/cost.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { ownStore } from '../own-store.ts'

/** By what a job is priced: test/cost holds the prices themselves. */
export function priceCases(server: DynamoDbServer): void {
  it('are the units that the server reports', async () => {
    const { table } = await ownStore(server)
    const calls = await priceJob(fiveSteps(), { endpoint: server.endpoint, table })
    const measured = calls.filter(({ reported }) => reported !== undefined)
    expect(measured.length).toBeGreaterThan(20)
    expect(measured.map(({ reported }) => reported)).toEqual(
      measured.map(
        // dynalite leaves the indexes out.
        ({ billed, parts }) =>
          (server.countsUnits ? undefined : parts?.table) ?? billed.dynamodbWrite ?? billed.dynamodbRead,
      ),
    )
  })
}

import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { createDynamoAnswers } from '../../../../src/adapters/aws/dynamodb-answers.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { ownStore } from '../own-store.ts'

const Key = { pk: { S: 'LLM#asker#1' }, sk: { S: 'LLM' } }

export function answerCases(server: DynamoDbServer): void {
  it('lie under the name of their agent, compressed, with the second in which they expire', async () => {
    const { client, table } = await ownStore(server)
    const answers = createDynamoAnswers({ client, table })
    await answers.put('asker#1', { text: 'again '.repeat(1_000), expiresAt: 60_999 })
    const { Item: item = {} } = await client.send(new GetItemCommand({ TableName: table, Key }))
    expect(Object.keys(item).sort()).toEqual(['d', 'pk', 'sk', 'x'])
    expect(item.x).toEqual({ N: '60' })
    expect(item.d?.B?.length).toBeLessThan(500)
    expect((await answers.get('asker#1'))?.expiresAt).toBe(60_000)
  })

  it('say so when they are damaged', async () => {
    const { client, table } = await ownStore(server)
    const answers = createDynamoAnswers({ client, table })
    await answers.put('asker#1', { text: 'an answer', expiresAt: 60_000 })
    const UpdateExpression = 'SET d = :damaged'
    const ExpressionAttributeValues = { ':damaged': { B: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) } }
    await client.send(new UpdateItemCommand({ TableName: table, Key, UpdateExpression, ExpressionAttributeValues }))
    await expect(answers.get('asker#1')).rejects.toMatchObject({ code: 'STORE_RECORD_UNREADABLE' })
  })
}

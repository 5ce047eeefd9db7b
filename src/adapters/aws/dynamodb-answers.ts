import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { isKeepable } from '../../core/answer-size.ts'
import type { AnswerStore } from '../../ports/answer-store.ts'
import { binary, binaryOf, key, needed, number, numberOf } from './attribute-values.ts'
import { openRecord, reading, sealRecord } from './sealed-record.ts'
import { named, putItem, type TableAccess } from './table-requests.ts'
import { answerKey, attribute } from './table-schema.ts'

/** Answers of models as items of the job table, which DynamoDB deletes some time after they expired. */
export function createDynamoAnswers(access: TableAccess): AnswerStore {
  const { client, table } = access
  return {
    async get(answer) {
      // One that was put this instant may be missed: the model is asked once more.
      const request = new GetItemCommand({ TableName: table, Key: key(answerKey(answer)), ConsistentRead: false })
      const { Item: item } = await named('getAnswer', () => client.send(request))
      if (item === undefined) return undefined
      const record = nameOf(answer)
      return reading(record, () => {
        const { json } = openRecord(record, needed(binaryOf(item, attribute.record), attribute.record))
        if (typeof json !== 'string') throw new TypeError('it is no text')
        return { text: json, expiresAt: needed(numberOf(item, attribute.expiresAt), attribute.expiresAt) * 1_000 }
      })
    },
    async put(answer, { text, expiresAt }) {
      if (!isKeepable(text)) return
      await putItem(access, 'putAnswer', {
        Item: {
          ...key(answerKey(answer)),
          [attribute.record]: binary(sealRecord(nameOf(answer), { json: text, pool: new Uint8Array() })),
          [attribute.expiresAt]: number(Math.floor(expiresAt / 1_000)),
        },
      })
    },
  }
}

function nameOf(answer: string): string {
  return `Answer ${answer}`
}

import { setTimeout as sleep } from 'node:timers/promises'
import { BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import { Fault } from '../../core/fault.ts'
import { backoffMs, type RetryPolicy } from '../../core/retry.ts'
import { type Item, key, needed, textOf } from './attribute-values.ts'
import { named, type TableAccess } from './table-requests.ts'
import { attribute, type TextKey } from './table-schema.ts'

/** DynamoDB's limit of one request. */
const maxKeys = 100

/** For keys that a throttled partition left over: about 1.5 s in all, then the caller decides. */
const leftoverRetry: RetryPolicy = { maxAttempts: 6, backoff: 'exponential', initialMs: 50, maxMs: 800, jitter: 'full' }

/**
 * The items under these keys, strongly consistent, in their order, with holes where there is none; a key may stand twice.
 * Throws `STORE_UNAVAILABLE`, also for keys that stay unprocessed.
 */
export async function getItems(
  access: TableAccess,
  operation: string,
  keys: readonly TextKey[],
): Promise<(Item | undefined)[]> {
  const distinct = [...new Map(keys.map((one) => [nameOf(one), one])).values()]
  const batches = Array.from({ length: Math.ceil(distinct.length / maxKeys) }, (_, index) =>
    distinct.slice(index * maxKeys, (index + 1) * maxKeys),
  )
  const found = await Promise.all(batches.map((batch) => getBatch(access, operation, batch)))
  const byName = new Map(found.flat().map((item) => [nameOf(keyOf(item)), item]))
  return keys.map((one) => byName.get(nameOf(one)))
}

async function getBatch({ client, table }: TableAccess, operation: string, keys: readonly TextKey[]): Promise<Item[]> {
  const items: Item[] = []
  let wanted: KeysAndAttributes = { Keys: keys.map(key), ConsistentRead: true }
  for (let tries = 1; tries <= leftoverRetry.maxAttempts; tries++) {
    const request = new BatchGetItemCommand({ RequestItems: { [table]: wanted } })
    const { Responses, UnprocessedKeys } = await named(operation, () => client.send(request))
    items.push(...(Responses?.[table] ?? []))
    const left = UnprocessedKeys?.[table]
    if (left?.Keys === undefined || left.Keys.length === 0) return items
    wanted = left
    await sleep(backoffMs(leftoverRetry, tries, Math.random()))
  }
  const problem = `${wanted.Keys?.length} of ${keys.length} keys stayed unprocessed`
  throw new Fault('STORE_UNAVAILABLE', { operation, problem }, { retryable: true })
}

function keyOf(item: Item): TextKey {
  const { partition, sort } = attribute
  return { pk: needed(textOf(item, partition), partition), sk: needed(textOf(item, sort), sort) }
}

function nameOf({ pk, sk }: TextKey): string {
  return JSON.stringify([pk, sk])
}

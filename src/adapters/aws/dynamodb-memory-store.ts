import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { boundMemory, type MemoryEntry, memoryBounds } from '../../core/memory.ts'
import { recallFrom } from '../../core/memory-ranking.ts'
import type { MemoryPlace, MemoryStore } from '../../ports/memory-store.ts'
import { type Item, key, needed, number, text, textOf } from './attribute-values.ts'
import { reading } from './sealed-record.ts'
import { named, putItem, queryAll, type TableAccess } from './table-requests.ts'
import { attribute, memoryPartition, type TextKey } from './table-schema.ts'

/**
 * Memory in the job table: a scope of a tenant is a partition, its entries sorted by time. There is no index of words: a
 * scope is so small that recall reads it whole and ranks it here. Remembering reads it too, and deletes what must go.
 */
export function createDynamoMemoryStore(access: TableAccess): MemoryStore {
  const remove = async (operation: string, place: MemoryPlace, entries: readonly MemoryEntry[]) => {
    const request = (entry: MemoryEntry) =>
      new DeleteItemCommand({ TableName: access.table, Key: key(memoryKey(place, entry)) })
    await Promise.all(entries.map((entry) => named(operation, () => access.client.send(request(entry)))))
  }
  return {
    async remember(place, entry) {
      await putItem(access, 'remember', { Item: memoryItem(place, entry) })
      const { copies, beyond } = boundMemory(await newestFirst(access, 'remember', place))
      await remove('remember', place, [...copies, ...beyond])
      return { forgotten: beyond.length }
    },
    async recall(place, asked) {
      const entries = await newestFirst(access, 'recall', place)
      const { kept } = boundMemory(entries.filter(({ at }) => at > asked.at - memoryBounds.keepMs))
      return recallFrom({ texts: kept }, asked)
    },
    async forget(place, id) {
      const entries = await newestFirst(access, 'forget', place)
      const known = entries.filter((entry) => entry.id === id)
      await remove('forget', place, known)
    },
  }
}

async function newestFirst(access: TableAccess, operation: string, place: MemoryPlace): Promise<MemoryEntry[]> {
  const partition = memoryPartition(place.tenant, place.scope)
  const items = await queryAll(access, operation, {
    KeyConditionExpression: `${attribute.partition} = :memory`,
    ExpressionAttributeValues: { ':memory': text(partition) },
    ScanIndexForward: false,
    // What one step of a job noted, the next one must see.
    ConsistentRead: true,
  })
  return items.map((item) => reading(`Memory ${place.scope}`, () => readEntry(item)))
}

function memoryKey({ tenant, scope }: MemoryPlace, { at, id }: Pick<MemoryEntry, 'at' | 'id'>): TextKey {
  return { pk: memoryPartition(tenant, scope), sk: `${String(at).padStart(instantDigits, '0')}#${id}` }
}

/** Sorts as numbers do until the year 2286. */
const instantDigits = 13

function memoryItem(place: MemoryPlace, entry: MemoryEntry): Item {
  return {
    ...key(memoryKey(place, entry)),
    [attribute.text]: text(entry.text),
    [attribute.labels]: text(JSON.stringify(entry.labels)),
    [attribute.expiresAt]: number(Math.ceil((entry.at + memoryBounds.keepMs) / 1_000)),
  }
}

function readEntry(item: Item): MemoryEntry {
  const sk = needed(textOf(item, attribute.sort), attribute.sort)
  return {
    id: sk.slice(instantDigits + 1),
    at: Number(sk.slice(0, instantDigits)),
    text: needed(textOf(item, attribute.text), attribute.text),
    labels: JSON.parse(needed(textOf(item, attribute.labels), attribute.labels)),
  }
}

import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { Definition } from '../../core/definition.ts'
import type { JsonValue } from '../../core/json.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { binary, binaryOf, type Item, key, needed } from './attribute-values.ts'
import { checkItemSize } from './item-size.ts'
import { openRecord, reading, sealRecord } from './sealed-record.ts'
import { named, putItem, type TableAccess } from './table-requests.ts'
import { attribute, definitionKey } from './table-schema.ts'

/** Definitions under their hash. They are written once and never expire: a job that is run again needs its own. */
export function createDynamoDefinitions(access: TableAccess): Pick<JobStore, 'putDefinition' | 'loadDefinition'> {
  return {
    async putDefinition(definition) {
      const item = definitionItem(definition)
      // Each new process asks for it, and only the first one writes: a read costs about a twentieth of that write.
      const known = await getItem(access, 'putDefinition', { hash: definition.hash, consistent: false })
      if (known !== undefined) return
      const absent = `attribute_not_exists(${attribute.partition})`
      await putItem(access, 'putDefinition', { Item: item, ConditionExpression: absent })
    },
    async loadDefinition(hash) {
      const item = await getItem(access, 'loadDefinition', { hash, consistent: true })
      if (item === undefined) return undefined
      const record = nameOf(hash)
      return reading(record, () => {
        const sealed = needed(binaryOf(item, attribute.record), attribute.record)
        return openRecord(record, sealed).json as unknown as Definition
      })
    },
  }
}

function definitionItem(definition: Definition): Item {
  const record = nameOf(definition.hash)
  const json = definition as unknown as JsonValue
  const item = {
    ...key(definitionKey(definition.hash)),
    [attribute.record]: binary(sealRecord(record, { json, pool: new Uint8Array() })),
  }
  checkItemSize(record, item)
  return item
}

async function getItem(
  { client, table }: TableAccess,
  operation: string,
  { hash, consistent }: { hash: string; consistent: boolean },
): Promise<Item | undefined> {
  const request = new GetItemCommand({ TableName: table, Key: key(definitionKey(hash)), ConsistentRead: consistent })
  return (await named(operation, () => client.send(request))).Item
}

function nameOf(hash: string): string {
  return `Definition ${hash}`
}

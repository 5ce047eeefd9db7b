/**
 * Counts what each DynamoDB request of a client costs: reads the items it touches before and after, and computes AWS's
 * units from them; keeps beside it what the server reports. Exact only while nobody else writes the same items meanwhile.
 */
import {
  type AttributeValue,
  type ConsumedCapacity,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { Item } from '../../src/adapters/aws/attribute-values.ts'
import { keyPrefix } from '../../src/adapters/aws/table-schema.ts'
import type { Ledger } from './counted-call.ts'
import { type IndexShape, queryUnits, readUnits, writeUnits } from './table-units.ts'

type Key = Record<string, AttributeValue>

/** The parts of the inputs of the requests that the platform makes. */
interface Request {
  readonly IndexName?: string
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
  readonly Item?: Item
  readonly Key?: Key
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[]; readonly ConsistentRead?: boolean }>>
  readonly ConsistentRead?: boolean
}

interface Answer {
  readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[]
  readonly Items?: readonly Item[]
}

export interface TableToCount {
  readonly table: string
  /** Another client than the one that is counted. */
  readonly observer: DynamoDBClient
}

export async function countTable(client: DynamoDBClient, counted: TableToCount, ledger: Ledger): Promise<void> {
  const indexes = await indexShapes(counted)
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const request = args.input as Request
      const operation = context.commandName?.replace(/Command$/, '') ?? ''
      const keys = keysOf(request)
      const before = await itemsOf(counted, keys)
      const note = async (answer: Answer | undefined) => {
        const after = await itemsOf(counted, keys)
        const reported = capacityOf(answer)
        ledger({
          operation: `${operation} ${subjectOf(request)}`,
          ...unitsOf({ operation, request, before, after, answer, indexes }),
          ...(reported === undefined ? {} : { reported }),
        })
      }
      try {
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' } })
        await note(result.output as Answer)
        return result
      } catch (error) {
        // A condition that does not hold is billed like the write it refused.
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') await note(undefined)
        throw error
      }
    },
    { step: 'initialize', name: 'countUnits' },
  )
}

interface Observation {
  readonly operation: string
  readonly request: Request
  readonly before: readonly (Item | undefined)[]
  readonly after: readonly (Item | undefined)[]
  readonly answer: Answer | undefined
  readonly indexes: readonly IndexShape[]
}

function unitsOf({ operation, request, before, after, answer, indexes }: Observation) {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const units = writeUnits(before[0], after[0], indexes)
      return { billed: { dynamodbWrite: units.total }, parts: { table: units.table, ...units.indexes } }
    }
    case 'GetItem':
      return { billed: { dynamodbRead: readUnits(before, request.ConsistentRead === true) } }
    case 'BatchGetItem': {
      const isConsistent = Object.values(request.RequestItems ?? {}).every(
        ({ ConsistentRead }) => ConsistentRead === true,
      )
      return { billed: { dynamodbRead: readUnits(before, isConsistent) } }
    }
    case 'Query':
      return { billed: { dynamodbRead: queryUnits(answer?.Items ?? [], request.ConsistentRead === true) } }
    default:
      throw new Error(`nobody says what ${operation} costs`)
  }
}

/** `job`, `result`, or which index. */
function subjectOf(request: Request): string {
  if (request.IndexName !== undefined) return `index ${request.IndexName}`
  const partition = keysOf(request)[0]?.pk ?? Object.values(request.ExpressionAttributeValues ?? {})[0]
  return names.get(String(partition?.S).replace(/#.*/, '#')) ?? 'unknown'
}

const names: ReadonlyMap<string, string> = new Map(Object.entries(keyPrefix).map(([name, prefix]) => [prefix, name]))

function keysOf({ Item, Key, RequestItems }: Request): readonly Key[] {
  const key = Key ?? Item
  if (key !== undefined) return [{ pk: key.pk, sk: key.sk } as Key]
  return Object.values(RequestItems ?? {}).flatMap(({ Keys }) => Keys)
}

async function itemsOf({ table, observer }: TableToCount, keys: readonly Key[]): Promise<(Item | undefined)[]> {
  const read = (key: Key) => observer.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))
  return await Promise.all(keys.map(async (key) => (await read(key)).Item))
}

function capacityOf(answer: Answer | undefined): number | undefined {
  const consumed = answer?.ConsumedCapacity
  if (consumed === undefined) return undefined
  return [consumed].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0)
}

async function indexShapes({ table, observer }: TableToCount): Promise<IndexShape[]> {
  const { Table } = await observer.send(new DescribeTableCommand({ TableName: table }))
  const named = (schema: readonly { AttributeName?: string | undefined }[] = []) =>
    schema.map(({ AttributeName }) => AttributeName ?? '')
  return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => {
    const keys = named(KeySchema)
    const held = [...named(Table?.KeySchema), ...keys, ...(Projection?.NonKeyAttributes ?? [])]
    return {
      name: IndexName ?? '',
      keys,
      attributes: Projection?.ProjectionType === 'ALL' ? undefined : [...new Set(held)],
    }
  })
}

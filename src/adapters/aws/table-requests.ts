import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import type { Item } from './attribute-values.ts'
import { dynamoFault } from './dynamodb-fault.ts'

/** Where the requests go. */
export interface TableAccess {
  readonly client: DynamoDBClient
  readonly table: string
}

export type WriteOutcome =
  | { readonly written: true }
  /** `repeated`: the SDK sent the request more than once, so the condition may have met the request's own write. */
  | { readonly written: false; readonly repeated: boolean }

type Request<T> = Omit<T, 'TableName'>

/** Every request throws `STORE_UNAVAILABLE`; `operation` is named in it. */
export async function putItem(
  { client, table }: TableAccess,
  operation: string,
  put: Request<PutItemCommandInput>,
): Promise<WriteOutcome> {
  return await conditional(operation, () => client.send(new PutItemCommand({ TableName: table, ...put })))
}

export async function updateItem(
  { client, table }: TableAccess,
  operation: string,
  update: Request<UpdateItemCommandInput>,
): Promise<WriteOutcome> {
  return await conditional(operation, () => client.send(new UpdateItemCommand({ TableName: table, ...update })))
}

/** The first items, up to the request's `Limit`. */
export async function querySome(
  access: TableAccess,
  operation: string,
  query: Request<QueryCommandInput>,
): Promise<Item[]> {
  return (await runQuery(access, operation, query)).Items ?? []
}

/** Every item, over as many pages as there are. */
export async function queryAll(
  access: TableAccess,
  operation: string,
  query: Request<QueryCommandInput>,
): Promise<Item[]> {
  const items: Item[] = []
  let from: QueryCommandInput['ExclusiveStartKey']
  do {
    const page = await runQuery(access, operation, { ...query, ExclusiveStartKey: from })
    items.push(...(page.Items ?? []))
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return items
}

async function runQuery({ client, table }: TableAccess, operation: string, query: Request<QueryCommandInput>) {
  return await named(operation, () => client.send(new QueryCommand({ TableName: table, ...query })))
}

async function conditional(operation: string, write: () => Promise<unknown>): Promise<WriteOutcome> {
  try {
    await write()
    return { written: true }
  } catch (thrown) {
    if (!(thrown instanceof ConditionalCheckFailedException)) throw dynamoFault(operation, thrown)
    return { written: false, repeated: (thrown.$metadata.attempts ?? 1) > 1 }
  }
}

/** Runs a request under the name of the operation it serves. */
export async function named<T>(operation: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (thrown) {
    throw dynamoFault(operation, thrown)
  }
}

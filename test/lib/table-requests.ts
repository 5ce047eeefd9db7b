import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { TableAccess } from '../../src/adapters/aws/table-requests.ts'
import { attribute } from '../../src/adapters/aws/table-schema.ts'
import type { IamRequest } from './iam-policy.ts'

type Fields = Readonly<Record<string, unknown>>

/** What DynamoDB asks IAM about the requests that `act` makes of the table. Nothing is sent: every answer is empty. */
export async function requestsOf(
  tableArn: string,
  act: (access: TableAccess) => Promise<unknown>,
): Promise<IamRequest[]> {
  const requests: IamRequest[] = []
  const client = new DynamoDBClient({ region: 'eu-west-1' })
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        requests.push(iamRequest(tableArn, commandName.replace('Command', ''), input as Fields))
        return { response: {}, output: { $metadata: {} } }
      },
    { step: 'initialize' },
  )
  await act({ client, table: 'jobs' })
  client.destroy()
  return requests
}

function iamRequest(tableArn: string, name: string, input: Fields): IamRequest {
  const { IndexName, ReturnValues } = input
  const attributes = attributesOf(input)
  return {
    action: `dynamodb:${name}`,
    resource: IndexName === undefined ? tableArn : `${tableArn}/index/${String(IndexName)}`,
    context: {
      'dynamodb:LeadingKeys': partitionsOf(input),
      ...(attributes.length === 0 ? {} : { 'dynamodb:Attributes': attributes }),
      ...(ReturnValues === undefined ? {} : { 'dynamodb:ReturnValues': [String(ReturnValues)] }),
    },
  }
}

/** The values of the table's own partition key; what an index has for one begins otherwise. */
function partitionsOf(input: Fields): string[] {
  return [...JSON.stringify(input).matchAll(/"((?:JOB|RES|DEF|LLM|MEM)#[^"]*)"/g)].map(([, key = '']) => key)
}

/** Those of the item, or of the key and those that an expression names. */
function attributesOf({
  Key,
  Item,
  UpdateExpression = '',
  ConditionExpression = '',
  ProjectionExpression = '',
}: Fields) {
  if (Key === undefined) return Object.keys((Item ?? {}) as Fields)
  const words = `${UpdateExpression} ${ConditionExpression} ${ProjectionExpression}`
    .replaceAll(/:\w+/g, '')
    .match(/\w+/g)
  const known: readonly string[] = Object.values(attribute)
  return [...new Set([...Object.keys(Key as Fields), ...(words ?? []).filter((word) => known.includes(word))])]
}

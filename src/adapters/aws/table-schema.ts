/**
 * The one table, as data: what the adapter writes, what tests create, what CDK deploys and what IAM policies name.
 *
 * | record | pk | sk | attributes |
 * |---|---|---|---|
 * | job | `JOB#<jobId>` | `JOB` | record, version, list and created, shard and wakeAt while it is not terminal |
 * | input of a job, when it is large | `JOB#<jobId>` | `INPUT#<payloadHash>` | record |
 * | result of an attempt | `RES#<agent>#<jobId>` | `<stepId>#<epoch>#<attempt>` | owner, token, startedAt; once ended status, finishedAt, record; abort |
 * | definition | `DEF#<hash>` | `DEF` | record |
 * | memory of agents | `MEM#<scope>#<tenant>` | when it was remembered (epoch ms, 13 digits), `#`, id | text, labels, expiresAt |
 * | answer of a model | `LLM#<agent>#<hash>` | `LLM` | record |
 *
 * Names are short because every item pays for them. None of them is a reserved word of DynamoDB's expressions.
 */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { AttemptKey } from '../../core/result.ts'
import type { JobStatus } from '../../core/status.ts'

export const attribute = {
  partition: 'pk',
  sort: 'sk',
  /** What the record holds, compressed and sealed. */
  record: 'd',
  /** Epoch seconds after which DynamoDB deletes the item. */
  expiresAt: 'x',
  version: 'v',
  /** Tenant and status: the partition of the list index. */
  list: 'l',
  /** createdAt and job id: its sort key. */
  created: 'c',
  /** Partition of the wake index, 0 to 15; with wakeAt, its sort key, only on jobs that have one. */
  shard: 'w',
  wakeAt: 'a',
  owner: 'o',
  token: 't',
  startedAt: 'b',
  status: 's',
  finishedAt: 'f',
  /** The job was cancelled: the attempt is asked to stop. */
  abort: 'k',
  /** Of a memory: what was remembered, and its labels as JSON. */
  text: 'm',
  labels: 'n',
} as const

export const keyPrefix = {
  job: 'JOB#',
  input: 'INPUT#',
  definition: 'DEF#',
  result: 'RES#',
  answer: 'LLM#',
  memory: 'MEM#',
} as const

/** Keys only: loading a job goes to the table. */
export const indexes = {
  list: { name: 'list', partition: attribute.list, sort: attribute.created, type: 'S' },
  wake: { name: 'wake', partition: attribute.shard, sort: attribute.wakeAt, type: 'N' },
} as const

/** Jobs that are due are found with one query a shard; one shard alone takes 1,000 writes a second. */
export const wakeShards = 16

/** What an agent's role may write, on items whose partition key matches `resultKeysOf(agent)`. */
export const resultAttributes: readonly string[] = [
  attribute.partition,
  attribute.sort,
  attribute.owner,
  attribute.token,
  attribute.startedAt,
  attribute.status,
  attribute.finishedAt,
  attribute.record,
  attribute.abort,
  attribute.expiresAt,
]

/** Pattern for the IAM condition `dynamodb:LeadingKeys`. */
export function resultKeysOf(agent: string): string {
  return `${keyPrefix.result}${agent}#*`
}

/** What an agent's role may write, on items whose partition key matches `answerKeysOf(agent)`: none of an index. */
export const answerAttributes: readonly string[] = [
  attribute.partition,
  attribute.sort,
  attribute.record,
  attribute.expiresAt,
]

/** The same pattern for its answers of models. */
export function answerKeysOf(agent: string): string {
  return `${keyPrefix.answer}${agent}#*`
}

/** What an agent's role may write, on items whose partition key matches `memoryKeysOf(scope)`. */
export const memoryAttributes: readonly string[] = [
  attribute.partition,
  attribute.sort,
  attribute.text,
  attribute.labels,
  attribute.expiresAt,
]

/** Pattern for `dynamodb:LeadingKeys`. A job's memory is told from another job's by no role: the scope is `job:*`. */
export function memoryKeysOf(scope: string): string {
  return `${keyPrefix.memory}${scope}#*`
}

/** A primary key as text. */
export interface TextKey {
  readonly pk: string
  readonly sk: string
}

export function jobKey(jobId: string): TextKey {
  return { pk: `${keyPrefix.job}${jobId}`, sk: 'JOB' }
}

export function inputKey(jobId: string, payloadHash: string): TextKey {
  return { pk: `${keyPrefix.job}${jobId}`, sk: `${keyPrefix.input}${payloadHash}` }
}

export function definitionKey(hash: string): TextKey {
  return { pk: `${keyPrefix.definition}${hash}`, sk: 'DEF' }
}

export function resultKey({ agent, jobId, stepId, epoch, attempt }: AttemptKey): TextKey {
  return { pk: resultPartition(agent, jobId), sk: `${stepId}#${epoch}#${attempt}` }
}

export function resultPartition(agent: string, jobId: string): string {
  return `${keyPrefix.result}${agent}#${jobId}`
}

/** The tenant comes last: only it may have a `#`. */
export function memoryPartition(tenant: string, scope: string): string {
  return `${keyPrefix.memory}${scope}#${tenant}`
}

/** @param answer the agent's name, `#` and a hash */
export function answerKey(answer: string): TextKey {
  return { pk: `${keyPrefix.answer}${answer}`, sk: 'LLM' }
}

export function listPartition(tenant: string, status: JobStatus): string {
  return `${tenant}#${status}`
}

/** Sorts as numbers do: 13 digits last until the year 2286. */
export function createdKey(createdAt: number, jobId: string): string {
  return `${String(createdAt).padStart(13, '0')}${jobId}`
}

/** Creates an empty table with its indexes, on demand. DynamoDB takes the time to live in a request of its own. */
export function createTableInput(table: string): CreateTableCommandInput {
  const keyed = Object.values(indexes)
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: attribute.partition, AttributeType: 'S' },
      { AttributeName: attribute.sort, AttributeType: 'S' },
      ...keyed.flatMap(({ partition, sort, type }) => [
        { AttributeName: partition, AttributeType: type },
        { AttributeName: sort, AttributeType: type },
      ]),
    ],
    KeySchema: keySchema(attribute.partition, attribute.sort),
    GlobalSecondaryIndexes: keyed.map(({ name, partition, sort }) => ({
      IndexName: name,
      KeySchema: keySchema(partition, sort),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  }
}

function keySchema(partition: string, sort: string): NonNullable<CreateTableCommandInput['KeySchema']> {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ]
}

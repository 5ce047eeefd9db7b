import { describe, expect, it } from 'vitest'
import { type Deed, dataDeeds, table } from './deeds-with-data.ts'
import { isAllowed } from './iam-policy.ts'
import { agents, everybody, idOf, statementsOf } from './role-holders.ts'

const agent = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:troupe-shop-prod-agent-${name}`

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

const bus = `arn:${idOf('AWS::Events::EventBus', 'EventsBus')}`
const eventDeeds: readonly Deed[] = [
  ...['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => ({
    deed: `read the table’s changes (${name})`,
    action: `dynamodb:${name}`,
    resource: `${table}.StreamArn`,
    may: ['events'] as const,
  })),
  { deed: 'tell the bus', action: 'events:PutEvents', resource: bus, may: ['events'] },
  {
    deed: 'tell the account’s own bus',
    action: 'events:PutEvents',
    resource: 'arn:aws:events:eu-west-1:123456789012:event-bus/default',
    may: [],
  },
  {
    deed: 'give events up',
    action: 'sqs:SendMessage',
    resource: `arn:${idOf('AWS::SQS::Queue', 'EventsLost')}`,
    may: ['events'],
  },
]

describe('who may', () => {
  it.each([...dataDeeds, ...otherDeeds, ...eventDeeds])(
    '$deed is $may and nobody else',
    ({ action, resource, context, may }) => {
      const request = { action, resource, ...(context === undefined ? {} : { context }) }
      const met = everybody.filter((who) => isAllowed(statementsOf(who), request))
      expect(met).toEqual(everybody.filter((who) => may.includes(who)))
    },
  )
})

import { describe, expect, it } from 'vitest'
import { textOf } from './iam-policy.ts'
import { shop } from './planned.ts'
import { ofType, type StackTemplate, synthesized, theOne } from './synthesized.ts'

const dev = synthesized(shop, 'dev')
const prod = synthesized(shop, 'prod')
const both = [
  ['dev', dev.template],
  ['prod', prod.template],
] as const

type Properties = Record<string, unknown>

const functionsOf = (template: StackTemplate) => ofType(template, 'AWS::Lambda::Function')
const agentOf = (template: StackTemplate, name: string) => theOne(template, 'AWS::Lambda::Function', `Agents${name}`)
const variablesOf = (lambda: Properties) => (lambda.Environment as { Variables: Record<string, unknown> }).Variables

describe.each(both)('every Lambda of %s', (_, template) => {
  const functions = functionsOf(template)

  it('is one of the platform’s four or an agent’s', () => {
    expect(functions).toHaveLength(4 + 5)
  })

  it.each(functions)('%s runs on Node 24, on arm64, from index.handler', (_id, { Properties }) => {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' })
  })

  it('writes JSON into a log of its own, which forgets', () => {
    const groups = functions.map(([, { Properties }]) => {
      const logging = Properties.LoggingConfig as { LogFormat: string; LogGroup: { Ref: string } }
      expect(logging.LogFormat).toBe('JSON')
      return logging.LogGroup.Ref
    })
    expect(new Set(groups).size).toBe(functions.length)
    for (const [, { Properties }] of ofType(template, 'AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays).toBeTypeOf('number')
      expect(Properties).not.toHaveProperty('LogGroupName')
    }
  })

  it('has a role of its own', () => {
    const roles = functions.map(([, { Properties }]) => textOf(Properties.Role))
    expect(new Set(roles).size).toBe(functions.length)
  })

  it('knows the table, and its stack', () => {
    for (const [, { Properties }] of functions) {
      expect(variablesOf(Properties)).toMatchObject({
        TROUPE_TABLE: {},
        TROUPE_STACK: expect.stringMatching(/^troupe-shop-/),
      })
    }
  })

  it('is not stopped by Lambda when it is on a job’s way: the planner and the agents', () => {
    const allowed = functions.filter(([, { Properties }]) => Properties.RecursiveLoop === 'Allow').map(([id]) => id)
    expect(allowed.filter((id) => id.startsWith('Agents'))).toHaveLength(5)
    expect(allowed.filter((id) => !id.startsWith('Agents'))).toEqual([expect.stringMatching(/^PlannerFunction/)])
  })
})

describe('an agent', () => {
  it('is four resources: its function, role, log, and what becomes of failed calls', () => {
    const types = Object.entries(dev.template.Resources).filter(([id]) => id.startsWith('Agentscleaner'))
    expect(types.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::IAM::Role',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
    ])
  })

  it('has the name that the planner calls it by', () => {
    expect(agentOf(dev.template, 'cleaner').FunctionName).toBe('troupe-shop-dev-agent-cleaner')
    const planner = theOne(dev.template, 'AWS::Lambda::Function', 'Planner')
    expect(variablesOf(planner).TROUPE_AGENT_PREFIX).toBe('troupe-shop-dev-agent-')
  })

  it('has the time, memory and places that it was given for the stage', () => {
    expect(agentOf(dev.template, 'pricer')).toMatchObject({
      Timeout: 125,
      MemorySize: 1_024,
      ReservedConcurrentExecutions: 4,
    })
    expect(agentOf(prod.template, 'pricer')).toMatchObject({ Timeout: 125, MemorySize: 2_048 })
    expect(agentOf(dev.template, 'cleaner')).not.toHaveProperty('ReservedConcurrentExecutions')
  })

  it('has the values of its variables, and of listed ones a reference to the secret of the stage', () => {
    expect(variablesOf(agentOf(dev.template, 'pricer'))).toMatchObject({ MODE: 'fast', TROUPE_AGENT: 'pricer' })
    const { API_KEY } = variablesOf(agentOf(prod.template, 'writer'))
    expect(API_KEY).toBe('{{resolve:secretsmanager:troupe/shop/prod:SecretString:API_KEY::}}')
  })

  it('is called once, and what ends its process is told to the planner', () => {
    const configs = ofType(dev.template, 'AWS::Lambda::EventInvokeConfig')
    expect(configs).toHaveLength(5)
    for (const [, { Properties }] of configs) {
      expect(Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 900, Qualifier: '$LATEST' })
      const destination = (Properties.DestinationConfig as { OnFailure: { Destination: unknown } }).OnFailure
        .Destination
      expect(textOf(destination)).toMatch(/^arn:PlannerQueueFacts/)
    }
  })

  it('can be called by nobody but those whose role says so', () => {
    const permissions = ofType(dev.template, 'AWS::Lambda::Permission')
    expect(permissions.map(([, { Properties }]) => textOf(Properties.FunctionName))).toEqual([
      expect.stringMatching(/^arn:JobApiFunction/),
    ])
  })
})

describe('the planner', () => {
  it('takes facts ten at a time, says which of them failed, and does not run without limit', () => {
    const mapping = theOne(dev.template, 'AWS::Lambda::EventSourceMapping', 'Planner')
    expect(mapping).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    })
    expect(textOf(mapping.EventSourceArn)).toMatch(/^arn:PlannerQueueFacts/)
  })

  it('has its messages hidden 6 times as long as it may take', () => {
    const { Timeout } = theOne(dev.template, 'AWS::Lambda::Function', 'Planner')
    expect(theOne(dev.template, 'AWS::SQS::Queue', 'PlannerQueueFacts').VisibilityTimeout).toBe(6 * Number(Timeout))
  })

  it('has 5 tries at a message before it is a dead letter', () => {
    const { RedrivePolicy } = theOne(dev.template, 'AWS::SQS::Queue', 'PlannerQueueFacts')
    const { maxReceiveCount, deadLetterTargetArn } = RedrivePolicy as Properties
    expect(maxReceiveCount).toBe(5)
    expect(textOf(deadLetterTargetArn)).toMatch(/^arn:PlannerQueueDeadLetters/)
  })
})

describe('dead letters', () => {
  it('are looked at one by one, and hidden at least as long as that takes', () => {
    const mapping = theOne(dev.template, 'AWS::Lambda::EventSourceMapping', 'DeadLetters')
    expect(mapping).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] })
    const { Timeout } = theOne(dev.template, 'AWS::Lambda::Function', 'DeadLetters')
    const { VisibilityTimeout } = theOne(dev.template, 'AWS::SQS::Queue', 'PlannerQueueDeadLetters')
    expect(Number(VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(Timeout))
  })
})

describe('the sweeper', () => {
  it('runs once a minute and ends before the next one begins', () => {
    expect(theOne(dev.template, 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    })
    expect(theOne(dev.template, 'AWS::Lambda::Function', 'Sweeper').Timeout).toBeLessThan(60)
  })
})

describe('tracing', () => {
  it('is on in every Lambda, or in none', () => {
    const modes = (template: StackTemplate) =>
      new Set(functionsOf(template).map(([, { Properties }]) => JSON.stringify(Properties.TracingConfig)))
    expect([...modes(prod.template)]).toEqual(['{"Mode":"Active"}'])
    expect([...modes(dev.template)]).toEqual([undefined])
    expect(dev.text).not.toContain('xray:')
  })
})

import { describe, expect, it } from 'vitest'
import { textOf } from './iam-policy.ts'
import { shop, tellingShop } from './planned.ts'
import { ofType, synthesized, theOne } from './synthesized.ts'

const { template, text } = synthesized(tellingShop, 'prod')
const without = synthesized(shop, 'prod')
type Properties = Record<string, unknown>

describe('an event bus', () => {
  it('is there when the file asks for it, and costs nothing otherwise', () => {
    expect(ofType(without.template, 'AWS::Events::EventBus')).toEqual([])
    expect(without.text).not.toMatch(/StreamSpecification|StreamArn|TROUPE_EVENT_BUS/)
    expect(theOne(template, 'AWS::Events::EventBus')).toMatchObject({ Name: 'troupe-shop-prod' })
  })

  it('adds to the stack: the bus, a Lambda with role, log and mapping, a queue with its policy, two alarms', () => {
    const typesOf = (resources: object) =>
      Object.values(resources as Record<string, { Type: string }>).map(({ Type }) => Type)
    const before = typesOf(without.template.Resources)
    const added = typesOf(template.Resources)
    for (const type of before) added.splice(added.indexOf(type), 1)
    expect(added.sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Alarm',
      'AWS::Events::EventBus',
      'AWS::IAM::Role',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ])
  })

  it('changes nothing that a job’s way has but the table’s stream', () => {
    const resources = JSON.parse(without.text) as { Resources: Record<string, Properties> }
    const changed = Object.entries(resources.Resources).filter(
      ([id, resource]) => JSON.stringify(template.Resources[id]) !== JSON.stringify(resource),
    )
    expect(changed.map(([id]) => id.replace(/\w{8}$/, ''))).toEqual(['JobTable', 'MonitoringStageDashboard'])
    expect(theOne(template, 'AWS::DynamoDB::GlobalTable').StreamSpecification).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    })
  })

  it('is told by name, with the log of what tells it', () => {
    expect(template.Outputs).toMatchObject({ EventBus: {}, EventsLog: {} })
    expect(without.template.Outputs).not.toHaveProperty('EventBus')
  })

  describe('is told of the table’s changes', () => {
    const mapping = theOne(template, 'AWS::Lambda::EventSourceMapping', 'Events')

    it('from the beginning of the stream, a hundred at a time, those of jobs and of ended attempts', () => {
      expect(mapping).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 1,
      })
      const { Filters } = mapping.FilterCriteria as { Filters: { Pattern: string }[] }
      const eventName = ['INSERT', 'MODIFY']
      expect(Filters.map(({ Pattern }) => JSON.parse(Pattern) as unknown)).toEqual([
        { eventName, dynamodb: { Keys: { pk: { S: [{ prefix: 'JOB#' }] }, sk: { S: ['JOB'] } } } },
        {
          eventName,
          dynamodb: { Keys: { pk: { S: [{ prefix: 'RES#' }] } }, NewImage: { s: { S: [{ exists: true }] } } },
        },
      ])
    })

    it('again when that failed, in ever smaller parts, but not for ever', () => {
      expect(mapping).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 20,
        MaximumRecordAgeInSeconds: 12 * 3_600,
      })
      const { OnFailure } = mapping.DestinationConfig as { OnFailure: { Destination: unknown } }
      expect(textOf(OnFailure.Destination)).toMatch(/^arn:EventsLost/)
    })
  })

  it.each([
    ['EventsLate', { MetricName: 'IteratorAge', Namespace: 'AWS/Lambda', Threshold: 900_000, Statistic: 'Maximum' }],
    ['EventsLost', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 }],
  ])('has the alarm %s', (id, expected) => {
    expect(theOne(template, 'AWS::CloudWatch::Alarm', `Monitoring${id}`)).toMatchObject(expected)
  })

  it('is on the dashboard', () => {
    expect(text).toContain('IteratorAge')
    expect(JSON.stringify(theOne(template, 'AWS::CloudWatch::Dashboard'))).toContain('Telling of events')
  })
})

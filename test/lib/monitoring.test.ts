import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createEmfMeter } from '../../src/adapters/aws/emf-meter.ts'
import { textOf } from './iam-policy.ts'
import { manyAgents, shop } from './planned.ts'
import { ofType, type StackTemplate, synthesized, theOne } from './synthesized.ts'

const { template } = synthesized(shop, 'prod')
const quiet = synthesized(shop, 'dev').template
const alarmsOf = (stack: StackTemplate) => ofType(stack, 'AWS::CloudWatch::Alarm')

function dashboardOf(stack: StackTemplate): string {
  const { DashboardBody } = theOne(stack, 'AWS::CloudWatch::Dashboard')
  // A token of the template becomes one word; the dashboard itself is JSON within.
  const parts = (DashboardBody as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
  return parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('')
}

describe('alarms', () => {
  const alarm = (id: string) => alarmsOf(template).find(([name]) => name.startsWith(`Monitoring${id}`))?.[1].Properties

  it('are ten, and each says what it means', () => {
    expect(alarmsOf(template)).toHaveLength(10)
    for (const [, { Properties }] of alarmsOf(template)) {
      expect(Properties.AlarmDescription).toMatch(/^troupe-shop-prod: [a-z]/)
    }
  })

  it.each([
    ['PlannerLate', { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900 + 2 * 180 }],
    ['PlannerErrors', { MetricName: 'Errors', Threshold: 0 }],
    ['PlannerThrottled', { MetricName: 'Throttles', Threshold: 0 }],
    ['LoopStopped', { MetricName: 'RecursiveInvocationsDropped', Namespace: 'AWS/Lambda', Threshold: 0 }],
    ['DeadLettersCame', { MetricName: 'Invocations', Threshold: 0 }],
    ['DeadLettersStay', { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 }],
    ['SweeperErrors', { MetricName: 'Errors', Threshold: 0 }],
    ['ApiErrors', { MetricName: '5xx', Namespace: 'AWS/ApiGateway', Threshold: 0 }],
    ['JobsFail', { MetricName: 'jobs_finished', Namespace: 'Troupe', Threshold: 0 }],
  ])('%s watches its metric, and silence is good', (id, expected) => {
    expect(alarm(id)).toMatchObject({
      ...expected,
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
    })
  })

  it('SweeperSilent goes off when the sweeper is not heard of', () => {
    expect(alarm('SweeperSilent')).toMatchObject({
      MetricName: 'Invocations',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
    })
  })

  it('JobsFail counts the failed jobs of this stack alone, as the handlers’ meter names them', () => {
    expect(alarm('JobsFail')?.Dimensions).toEqual([
      { Name: 'stack', Value: 'troupe-shop-prod' },
      { Name: 'status', Value: 'failed' },
    ])
  })

  it('send mail to the address of the stage, when they begin and when they are over', () => {
    expect(ofType(template, 'AWS::SNS::Subscription')).toMatchObject([
      [expect.anything(), { Properties: { Protocol: 'email', Endpoint: 'ops@example.com' } }],
    ])
    for (const [, { Properties }] of alarmsOf(template)) {
      expect(Properties.AlarmActions).toHaveLength(1)
      expect(Properties.OKActions).toHaveLength(1)
    }
  })

  it('may be sent by CloudWatch of this account alone', () => {
    const { PolicyDocument } = theOne(template, 'AWS::SNS::TopicPolicy')
    const { Statement } = PolicyDocument as { Statement: Record<string, unknown>[] }
    expect(Statement.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ])
  })

  it('are there without an address too, and silent', () => {
    expect(alarmsOf(quiet)).toHaveLength(10)
    expect(ofType(quiet, 'AWS::SNS::Topic')).toEqual([])
    for (const [, { Properties }] of alarmsOf(quiet)) expect(Properties).not.toHaveProperty('AlarmActions')
  })
})

describe('the dashboard', () => {
  it('is there once, and is JSON', () => {
    expect(ofType(template, 'AWS::CloudWatch::Dashboard')).toHaveLength(1)
    expect(() => JSON.parse(dashboardOf(template)) as unknown).not.toThrow()
  })

  it('finds the metrics of this stack’s agents by search, and so does not grow with them', () => {
    const sizes = [1, 6].map((count) => dashboardOf(synthesized(manyAgents(count)).template).length)
    expect(sizes[0]).toBe(sizes[1])
    const body = dashboardOf(template)
    expect(body).toContain(
      `SEARCH('{Troupe,agent,stack,status} MetricName=\\"attempts\\" stack=\\"troupe-shop-prod\\"', 'Sum')`,
    )
    expect(body).not.toContain('cleaner')
  })
})

describe('what is watched of the platform’s own metrics', () => {
  /** Name and sorted dimensions of every metric that the engine measures, as the handlers' meter writes it. */
  const emitted = globSync('src/engine/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/meter\.(?:count|observe)\('(\w+)'(?:[^{}\n]*\{([^}]*)\})?\)/g)].flatMap(
      ([, name = '', labels = '']) => {
        const lines: string[] = []
        const write = (line: string) => void lines.push(line)
        const meter = createEmfMeter({
          namespace: 'Troupe',
          dimensions: { stack: 's' },
          clock: { now: () => 0 },
          write,
        })
        const keys = labels.split(',').map((label) => label.split(':')[0]?.trim() ?? '')
        meter.count(name, Object.fromEntries(keys.filter((key) => key !== '').map((key) => [key, 'x'])))
        meter.flush()
        const { _aws } = JSON.parse(lines[0] ?? '') as { _aws: { CloudWatchMetrics: { Dimensions: string[][] }[] } }
        return (_aws.CloudWatchMetrics[0]?.Dimensions ?? []).map((set) => `${name} ${set.toSorted().join(',')}`)
      },
    ),
  )
  const searched = [...dashboardOf(template).matchAll(/\{Troupe,([\w,]+)\} MetricName=\\"(\w+)/g)].map(
    ([, set = '', name = '']) => `${name} ${set.split(',').toSorted().join(',')}`,
  )
  const alarmed = alarmsOf(template).flatMap(([, { Properties }]) => {
    const { Namespace, MetricName, Dimensions } = Properties as {
      Namespace: string
      MetricName: string
      Dimensions: { Name: string }[]
    }
    return Namespace === 'Troupe'
      ? [
          `${MetricName} ${Dimensions.map(({ Name }) => Name)
            .toSorted()
            .join(',')}`,
        ]
      : []
  })

  it('is measured, with just these dimensions', () => {
    expect(emitted).toContain('jobs_submitted stack,workflow')
    expect(searched.length).toBeGreaterThanOrEqual(3)
    expect(alarmed).toEqual(['jobs_finished stack,status'])
    expect([...searched, ...alarmed].filter((one) => !emitted.includes(one))).toEqual([])
  })
})

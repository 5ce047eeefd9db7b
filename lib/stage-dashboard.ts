import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { EventBus } from './event-bus.ts'
import { eachAgent, eachOf, jobsFinished } from './metrics.ts'
import type { Watched } from './monitoring.ts'

const period = Duration.minutes(5)
const statuses = ['completed', 'failed', 'cancelled'] as const

/** Jobs first, then what carries them: planner, agents, API. */
export class StageDashboard extends Construct {
  readonly dashboard: Dashboard

  constructor(scope: Construct, watched: Watched, alarms: readonly Alarm[]) {
    super(scope, 'StageDashboard')
    const widgets = [
      [new AlarmStatusWidget({ title: watched.plan.stackName, alarms: [...alarms], width: 24, height: 3 })],
      jobRow(watched),
      plannerRow(watched),
      agentRow(watched),
      ...(watched.events === undefined ? [] : [eventRow(watched.events)]),
    ]
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3), widgets })
  }
}

function jobRow({ plan, endpoint }: Watched): IWidget[] {
  const { stackName } = plan
  return [
    graph(
      'Jobs ended',
      statuses.map((status) => jobsFinished(stackName, status)),
    ),
    graph('Duration of jobs by workflow, median', [
      eachOf(stackName, { metricName: 'job_duration_ms', dimensions: ['workflow'], statistic: 'p50' }),
    ]),
    graph('Requests of the API', [endpoint.requests, endpoint.serverErrors]),
  ]
}

function plannerRow({ queue, planner, sweeper, deadLetters }: Watched): IWidget[] {
  const { facts } = queue
  const { lambda } = planner.function
  return [
    graph('Facts that wait', [
      facts.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      queue.deadLetters.metricApproximateNumberOfMessagesVisible({
        period,
        statistic: 'Maximum',
        label: 'dead letters',
      }),
    ]),
    graph('Age of the oldest fact (s)', [facts.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' })]),
    graph('Planner', [
      lambda.metricInvocations({ period }),
      lambda.metricErrors({ period }),
      lambda.metricThrottles({ period }),
      sweeper.function.lambda.metricErrors({ period, label: 'Sweeper errors' }),
      deadLetters.function.lambda.metricInvocations({ period, label: 'Dead letters' }),
    ]),
  ]
}

function agentRow({ plan }: Watched): IWidget[] {
  const { stackName, agentPrefix } = plan
  return [
    graph('Attempts by agent and status', [
      eachOf(stackName, { metricName: 'attempts', dimensions: ['agent', 'status'], statistic: 'Sum' }),
    ]),
    graph('Duration of attempts by agent, 95 of 100', [
      eachOf(stackName, { metricName: 'attempt_duration_ms', dimensions: ['agent'], statistic: 'p95' }),
    ]),
    graph(
      'Crashed, throttled, taken for a loop',
      ['Errors', 'Throttles', 'RecursiveInvocationsDropped'].map((name) => eachAgent(agentPrefix, name)),
    ),
  ]
}

function eventRow({ function: { lambda }, lost }: EventBus): IWidget[] {
  return [
    graph('Age of the oldest change not told (ms)', [lambda.metric('IteratorAge', { period, statistic: 'Maximum' })]),
    graph('Telling of events', [
      lambda.metricInvocations({ period }),
      lambda.metricErrors({ period }),
      lost.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum', label: 'given up' }),
    ]),
  ]
}

function graph(title: string, metrics: readonly IMetric[]): IWidget {
  return new GraphWidget({ title, left: [...metrics], width: 8, height: 6, leftYAxis: { min: 0 } })
}

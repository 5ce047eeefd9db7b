import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib/core'
import type { EventBus } from './event-bus.ts'
import { jobsFinished } from './metrics.ts'
import type { Watched } from './monitoring.ts'

const minutes = (count: number) => ({ period: Duration.minutes(count) })
const sumOver = (count: number) => ({ ...minutes(count), statistic: 'Sum' })

/** SQS delays a message for as long as this; it is not late before. */
const longestDelaySeconds = 900

export interface AlarmRow {
  readonly id: string
  readonly says: string
  readonly metric: IMetric
  /** Goes off above it; with `below`, under it. */
  readonly limit: number
  /** Periods in a row. */
  readonly periods: number
  readonly below?: true
}

/** Each tells of something that does not repair itself, or that hides when nobody looks. */
export function alarmRows(watched: Watched): readonly AlarmRow[] {
  const { plan, deadLetters, queue, sweeper, endpoint } = watched
  return [
    ...plannerRows(watched),
    {
      id: 'DeadLettersCame',
      says: 'facts that no planner was done with; their jobs were looked at once more, or failed',
      metric: deadLetters.function.lambda.metricInvocations(sumOver(5)),
      limit: 0,
      periods: 1,
    },
    {
      id: 'DeadLettersStay',
      says: 'nobody takes the dead letters away: their jobs hang',
      metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ ...minutes(5), statistic: 'Minimum' }),
      limit: 0,
      periods: 3,
    },
    {
      id: 'SweeperSilent',
      says: 'the sweeper does not run: jobs whose message is lost wait for it',
      metric: sweeper.function.lambda.metricInvocations(sumOver(5)),
      limit: 1,
      periods: 2,
      below: true,
    },
    {
      id: 'SweeperErrors',
      says: 'the sweeper fails',
      metric: sweeper.function.lambda.metricErrors(sumOver(5)),
      limit: 0,
      periods: 2,
    },
    {
      id: 'ApiErrors',
      says: 'the API answers 5xx',
      metric: endpoint.serverErrors,
      limit: 0,
      periods: 2,
    },
    {
      id: 'JobsFail',
      says: 'jobs failed',
      metric: jobsFinished(plan.stackName, 'failed'),
      limit: 0,
      periods: 1,
    },
    ...(watched.events === undefined ? [] : eventRows(watched.events)),
  ]
}

function plannerRows({ plan, queue, planner }: Watched): readonly AlarmRow[] {
  const { lambda } = planner.function
  return [
    {
      id: 'PlannerLate',
      says: 'facts wait longer than any delay for a planner',
      metric: queue.facts.metricApproximateAgeOfOldestMessage({ ...minutes(1), statistic: 'Maximum' }),
      limit: longestDelaySeconds + 2 * plan.queue.visibilitySeconds,
      periods: 3,
    },
    {
      id: 'PlannerErrors',
      says: 'the planner fails',
      metric: lambda.metricErrors(sumOver(5)),
      limit: 0,
      periods: 2,
    },
    {
      id: 'PlannerThrottled',
      says: 'the account has no room for the planner',
      metric: lambda.metricThrottles(sumOver(5)),
      limit: 0,
      periods: 2,
    },
    {
      id: 'LoopStopped',
      says: 'jobs on their way were taken for a loop by Lambda, and stopped',
      metric: lambda.metric('RecursiveInvocationsDropped', sumOver(5)),
      limit: 0,
      periods: 1,
    },
  ]
}

/** A change of the table that is told later than this is told to nobody who still waits for it. */
const lateEventMs = 15 * 60_000

function eventRows(events: EventBus): readonly AlarmRow[] {
  return [
    {
      id: 'EventsLate',
      says: 'what happens is told late',
      metric: events.function.lambda.metric('IteratorAge', { ...minutes(1), statistic: 'Maximum' }),
      limit: lateEventMs,
      periods: 3,
    },
    {
      id: 'EventsLost',
      says: 'events that the bus did not take were given up',
      metric: events.lost.metricApproximateNumberOfMessagesVisible({ ...minutes(5), statistic: 'Maximum' }),
      limit: 0,
      periods: 1,
    },
  ]
}

import { EventBus as Bus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { attribute, jobKey, keyPrefix } from '../src/adapters/aws/table-schema.ts'
import { environmentNames } from '../src/env.ts'
import type { FunctionPlan } from './function-plan.ts'
import { partNames } from './part-names.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/** A stream keeps a change for 24 hours; what was not told by then is told of in the queue of lost events. */
const maxRecordAge = Duration.hours(12)
const retryAttempts = 20
const batchSize = 100
/** So long a batch is waited for: fewer runs, later events. */
const maxBatchingWindow = Duration.seconds(1)

/**
 * A bus that is told what happens to jobs. It reads the table's stream: a save does not wait for it, and does not know of it.
 * What the bus did not take, again and again, is in `lost`: which changes of the stream those were.
 */
export class EventBus extends Construct {
  readonly function: PlatformFunction
  readonly bus: Bus
  readonly lost: Queue

  constructor(scope: Construct, id: string, parts: PlatformParts & { readonly size: FunctionPlan }) {
    super(scope, id)
    const { plan, code, table, size } = parts
    this.bus = new Bus(this, 'Bus', {
      eventBusName: plan.stackName,
      description: `What happens to jobs of ${plan.project}, stage ${plan.stage}`,
    })
    this.lost = new Queue(this, 'Lost', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stream = table.table.tableStreamArn ?? ''
    this.function = new PlatformFunction(this, 'Events', {
      plan,
      size,
      code: code.handler('events'),
      environment: { ...partNames(parts).table, [environmentNames.eventBus]: this.bus.eventBusName },
      rights: [
        ...mayRead(stream),
        ...table.rights.loadJobs(),
        ...queueRights(this.lost).send(),
        new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
      ],
    })
    this.function.lambda.addEventSourceMapping('Changes', {
      eventSourceArn: stream,
      // The stream begins with the bus: nothing in it is too old.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts,
      maxRecordAge,
      onFailure: { bind: () => ({ destination: this.lost.queueArn }) },
      filters: [savesOfJobs, endsOfAttempts],
    })
  }
}

/** What Lambda asks of a function's role to hand it a stream's changes. */
function mayRead(stream: string): PolicyStatement[] {
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name}`)
  return [new PolicyStatement({ actions, resources: [stream] })]
}

const { partition, sort, status } = attribute
const written = FilterRule.or('INSERT', 'MODIFY')

/** Everything else costs no run: inputs, claims, marks, and what DynamoDB deletes. */
const savesOfJobs = FilterCriteria.filter({
  eventName: written,
  dynamodb: {
    Keys: {
      [partition]: { S: FilterRule.beginsWith(keyPrefix.job) },
      [sort]: { S: FilterRule.isEqual(jobKey('').sk) },
    },
  },
})
const endsOfAttempts = FilterCriteria.filter({
  eventName: written,
  dynamodb: {
    Keys: { [partition]: { S: FilterRule.beginsWith(keyPrefix.result) } },
    NewImage: { [status]: { S: FilterRule.exists() } },
  },
})

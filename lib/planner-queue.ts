import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { DeploymentPlan } from './deployment-plan.ts'

/** SQS keeps a message for 14 days at most: what waits there is not to be lost over a weekend. */
const kept = Duration.days(14)

/**
 * Facts on their way to the planner, and behind it the queue of those that no planner was done with. Both go with the
 * stack: messages are hints, the sweeper sends them again.
 */
export class PlannerQueue extends Construct {
  readonly facts: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, { queue }: Pick<DeploymentPlan, 'queue'>) {
    super(scope, id)
    const common = {
      visibilityTimeout: Duration.seconds(queue.visibilitySeconds),
      retentionPeriod: kept,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    }
    this.deadLetters = new Queue(this, 'DeadLetters', common)
    this.facts = new Queue(this, 'Facts', {
      ...common,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: queue.maxReceiveCount },
    })
  }
}

/** What may be done to a queue, each right by the requests that need it. */
export function queueRights({ queueArn }: Queue) {
  const on = (...actions: string[]) => [new PolicyStatement({ actions, resources: [queueArn] })]
  return {
    send: () => on('sqs:SendMessage'),
    count: () => on('sqs:GetQueueAttributes'),
    /** What Lambda asks of a function's role to hand it a queue's messages. */
    receive: () => on('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  }
}

import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Aws, Duration } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { partNames } from './part-names.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/** Once a minute: wakes the jobs that are due and whose message was lost. */
export class Sweeper extends Construct {
  readonly function: PlatformFunction

  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { plan, code, table, queue } = parts
    const names = partNames(parts)
    const { count, send } = queueRights(queue.facts)
    this.function = new PlatformFunction(this, 'Sweeper', {
      plan,
      size: plan.sweeper,
      code: code.handler('sweeper'),
      environment: { ...names.table, ...names.queue },
      rights: [...table.rights.findDueJobs(), ...count(), ...send()],
    })
    new Schedule(this, 'EachMinute', {
      description: `Sweeps the jobs of ${plan.stackName}`,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // The next minute is the retry.
      target: new LambdaInvoke(this.function.lambda, { role: this.schedulerRole(), retryAttempts: 0 }),
    })
  }

  private schedulerRole() {
    const { functionArn } = this.function.lambda
    const invokes = new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })
    const role = new Role(this, 'Scheduler', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Rights: new PolicyDocument({ statements: [invokes] }) },
    })
    return role.withoutPolicyUpdates()
  }
}

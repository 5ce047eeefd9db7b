import { Construct } from 'constructs'
import { planningEnvironment, planningRights } from './planner.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/** Looks once more at facts that no planner was done with, and ends the job if it must: nothing hangs in silence. */
export class DeadLetters extends Construct {
  readonly function: PlatformFunction

  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { plan, code, queue } = parts
    this.function = new PlatformFunction(this, 'DeadLetters', {
      plan,
      size: plan.deadLetters,
      code: code.handler('dead-letters'),
      environment: planningEnvironment(parts),
      rights: [...queueRights(queue.deadLetters).receive(), ...planningRights(this, parts)],
      inLoop: true,
    })
    this.function.lambda.addEventSourceMapping('DeadLetters', {
      eventSourceArn: queue.deadLetters.queueArn,
      // A letter that ends the process must not take others with it.
      batchSize: 1,
      reportBatchItemFailures: true,
    })
  }
}

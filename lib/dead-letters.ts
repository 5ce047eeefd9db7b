import { Construct } from 'constructs'
import { partNames } from './part-names.ts'
import { decidingRights } from './planner.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/**
 * Looks once more at facts that no planner was done with, and ends the job if it must: nothing hangs in silence. It starts
 * no agent and sends no fact: what it decided is saved, and the sweeper brings the job to the planner.
 */
export class DeadLetters extends Construct {
  readonly function: PlatformFunction

  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { plan, code, queue } = parts
    const names = partNames(parts)
    this.function = new PlatformFunction(this, 'DeadLetters', {
      plan,
      size: plan.deadLetters,
      code: code.handler('dead-letters'),
      environment: { ...names.table, ...names.bucket },
      rights: [...queueRights(queue.deadLetters).receive(), ...decidingRights(parts)],
    })
    this.function.lambda.addEventSourceMapping('DeadLetters', {
      eventSourceArn: queue.deadLetters.queueArn,
      // A letter that ends the process must not take others with it.
      batchSize: 1,
      reportBatchItemFailures: true,
    })
  }
}

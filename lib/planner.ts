import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { ArnFormat, Stack } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import { partNames } from './part-names.ts'
import { queueRights } from './planner-queue.ts'
import { PlatformFunction } from './platform-function.ts'
import type { PlatformParts } from './platform-parts.ts'

/** Facts of one job that come together are one load, one decision and one save. */
const batchSize = 10

/** Takes facts from the queue, decides, starts agents. */
export class Planner extends Construct {
  readonly function: PlatformFunction

  constructor(scope: Construct, id: string, parts: PlatformParts) {
    super(scope, id)
    const { plan, code, queue, blobs } = parts
    const names = partNames(parts)
    this.function = new PlatformFunction(this, 'Planner', {
      plan,
      size: plan.planner,
      code: code.handler('planner'),
      environment: { ...names.table, ...names.queue, ...names.bucket },
      rights: [
        ...queueRights(queue.facts).receive(),
        ...queueRights(queue.facts).send(),
        ...decidingRights(parts),
        ...blobs.mayWrite('calls/'),
        this.mayStartAgents(plan.agentPrefix),
      ],
      inLoop: true,
    })
    this.function.lambda.addEventSourceMapping('Facts', {
      eventSourceArn: queue.facts.queueArn,
      batchSize,
      maxConcurrency: plan.planner.maxConcurrency,
      reportBatchItemFailures: true,
    })
  }

  /** By the prefix of their names: a list of 400 would be longer than a policy may be. */
  private mayStartAgents(agentPrefix: string): PolicyStatement {
    const agents = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: `${agentPrefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [agents] })
  }
}

/** What it takes to load a job, decide, and save it. */
export function decidingRights({ table, blobs }: PlatformParts): PolicyStatement[] {
  const { rights } = table
  return [
    ...rights.loadJobs(),
    ...rights.saveJobs(),
    ...rights.readDefinitions(),
    ...rights.readResults(),
    ...rights.markResults(),
    ...blobs.mayRead('inputs/', 'outputs/'),
    ...blobs.mayMiss(),
  ]
}

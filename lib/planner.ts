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
    const { plan, code, queue } = parts
    this.function = new PlatformFunction(this, 'Planner', {
      plan,
      size: plan.planner,
      code: code.handler('planner'),
      environment: planningEnvironment(parts),
      rights: [...queueRights(queue.facts).receive(), ...planningRights(this, parts)],
      inLoop: true,
    })
    this.function.lambda.addEventSourceMapping('Facts', {
      eventSourceArn: queue.facts.queueArn,
      batchSize,
      maxConcurrency: plan.planner.maxConcurrency,
      reportBatchItemFailures: true,
    })
  }
}

export function planningEnvironment(parts: PlatformParts): Record<string, string> {
  const names = partNames(parts)
  return { ...names.table, ...names.queue, ...names.bucket }
}

/** What deciding takes, wherever it is done. Nobody else may start agents. */
export function planningRights(scope: Construct, { plan, table, queue, blobs }: PlatformParts): PolicyStatement[] {
  const { rights } = table
  return [
    ...rights.loadJobs(),
    ...rights.saveJobs(),
    ...rights.readDefinitions(),
    ...rights.readResults(),
    ...rights.markResults(),
    ...queueRights(queue.facts).send(),
    ...blobs.mayRead('inputs/', 'outputs/'),
    ...blobs.mayWrite('calls/'),
    ...blobs.mayMiss(),
    mayStartAgents(scope, plan.agentPrefix),
  ]
}

/** By the prefix of their names: a list of 400 would be longer than a policy may be. */
function mayStartAgents(scope: Construct, agentPrefix: string): PolicyStatement {
  const agents = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `${agentPrefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
  return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [agents] })
}

import { CfnOutput, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { StackOutput } from '../src/manifest/deployment-names.ts'
import { AgentFleet } from './agent-fleet.ts'
import { Blobs } from './blobs.ts'
import { DeadLetters } from './dead-letters.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import { EventBus } from './event-bus.ts'
import { JobApi } from './job-api.ts'
import { JobTable } from './job-table.ts'
import type { LambdaCode } from './lambda-code.ts'
import { Monitoring } from './monitoring.ts'
import { Planner } from './planner.ts'
import { PlannerQueue } from './planner-queue.ts'
import type { PlatformFunction } from './platform-function.ts'
import { Sweeper } from './sweeper.ts'

/** One stage of one project: all that agents.yaml describes, in one account and region. */
export class PlatformStack extends Stack {
  constructor(scope: Construct, plan: DeploymentPlan, code: LambdaCode) {
    const { account, region, project, stage } = plan
    super(scope, plan.stackName, {
      stackName: plan.stackName,
      description: `Troupe: ${project}, stage ${stage}`,
      env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
      terminationProtection: plan.protected,
      tags: { project, stage },
    })
    const table = new JobTable(this, 'JobTable', plan)
    const queue = new PlannerQueue(this, 'PlannerQueue', plan)
    const blobs = new Blobs(this, 'Blobs', plan)
    const parts = { plan, code, table, queue, blobs }

    const planner = new Planner(this, 'Planner', parts)
    const deadLetters = new DeadLetters(this, 'DeadLetters', parts)
    const sweeper = new Sweeper(this, 'Sweeper', parts)
    const api = new JobApi(this, 'JobApi', parts)
    new AgentFleet(this, 'Agents', parts)
    const events = plan.events && new EventBus(this, 'Events', { ...parts, size: plan.events })
    const watched = { ...parts, planner, deadLetters, sweeper, events, endpoint: api.endpoint }
    const { dashboard } = new Monitoring(this, 'Monitoring', watched)

    this.tell('ApiUrl', api.endpoint.url, 'Where jobs are submitted')
    this.tell('Table', table.table.tableName, 'The job table')
    this.tell('PlannerQueueUrl', queue.facts.queueUrl, 'The queue of facts')
    this.tell('DeadLettersUrl', queue.deadLetters.queueUrl, 'The queue of facts that no planner was done with')
    this.tell('Bucket', blobs.bucket.bucketName, 'Inputs, outputs and files')
    this.tell('AgentPrefix', plan.agentPrefix, 'What the names of the agents’ functions begin with')
    this.tell('Region', this.region, 'Where all of it is')
    this.tell('Dashboard', dashboard.dashboardName, 'The dashboard of CloudWatch')
    if (events !== undefined) {
      this.tell('EventBus', events.bus.eventBusName, 'The bus that is told what happens')
      this.tellLogs({ EventsLog: events })
    }
    this.tellLogs({ ApiLog: api, PlannerLog: planner, SweeperLog: sweeper, DeadLettersLog: deadLetters })
  }

  /** Names of log groups are AWS's choice; that of an agent stands in its function's configuration. */
  private tellLogs(logs: Readonly<Partial<Record<StackOutput, { readonly function: PlatformFunction }>>>): void {
    for (const [id, { function: lambda }] of Object.entries(logs)) {
      this.tell(id as StackOutput, lambda.log.logGroupName, `The log group of ${lambda.node.path}`)
    }
  }

  private tell(id: StackOutput, value: string, description: string): void {
    new CfnOutput(this, id, { value, description })
  }
}

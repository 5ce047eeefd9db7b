/**
 * What one stage's deployment consists of, as data.
 *
 * 1. It is a pure function of the definition and the stage's settings: no environment, no clock, no CDK.
 * 2. It decides every name, size, limit and right; constructs only write down what stands here.
 * 3. What AWS would refuse is a finding of the manifest and never comes here, except an account that is another one.
 *
 * Names of what outlives its stack are AWS's choice, so that the stage can be deployed again.
 */
import type { Definition } from '../src/core/definition.ts'
import { environmentNames } from '../src/env.ts'
import { agentPrefixOf, stackNameOf } from '../src/manifest/deployment-names.ts'
import type { DeploymentSettings } from '../src/manifest/deployment-settings.ts'
import { type AgentPlan, agentPlans, type ShardPlan, shardPlans } from './agent-plan.ts'
import { type PlatformPlans, platformPlans } from './platform-plans.ts'

export interface DeploymentPlan extends PlatformPlans {
  readonly project: string
  readonly stage: string
  readonly stackName: string
  readonly account?: string
  readonly region?: string
  /** Whether data outlives the stack. */
  readonly protected: boolean
  readonly tracing: boolean
  readonly logRetentionDays: number
  readonly blobs: BlobPlan
  readonly table: DeploymentSettings['table']
  readonly queue: QueuePlan
  /** What the names of all agents' functions begin with. */
  readonly agentPrefix: string
  /** In the order of the file. */
  readonly agents: readonly AgentPlan[]
  /** Absent: the agents are in the stack itself. */
  readonly shards?: readonly ShardPlan[]
  readonly alarmEmail?: string
}

export interface QueuePlan {
  /** 6 times the planner's timeout, as AWS advises, or more. */
  readonly visibilitySeconds: number
  readonly maxReceiveCount: number
}

export interface BlobPlan {
  /** The bucket is called so, with stage, account and region behind it; absent: AWS chooses. */
  readonly bucketPrefix?: string
  /** When an object may go; absent: never. */
  readonly expireDays?: number
}

export function deploymentPlan(definition: Definition, settings: DeploymentSettings): DeploymentPlan {
  const project = definition.project.name
  const { stage, account, region, retentionDays, shards, alarmEmail } = settings
  const stackName = stackNameOf({ project, stage })
  const agentPrefix = agentPrefixOf({ project, stage, shards })
  const environment = {
    [environmentNames.stack]: stackName,
    [environmentNames.logLevel]: 'info',
    ...(retentionDays === undefined ? {} : { [environmentNames.retentionDays]: String(retentionDays) }),
  }
  const stagePlan = { project, stage, agentPrefix, environment }
  const agents = agentPlans(definition, stagePlan, settings.files)
  const platform = platformPlans(definition, stagePlan, settings)
  return {
    project,
    stage,
    stackName,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    protected: settings.protected,
    tracing: settings.tracing,
    logRetentionDays: settings.logRetentionDays,
    blobs: blobPlan(settings),
    table: settings.table,
    queue: queuePlan(settings, platform.planner.timeoutSeconds),
    ...platform,
    agentPrefix,
    agents,
    ...(shards === undefined ? {} : { shards: shardPlans(agents, shards) }),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
  }
}

function queuePlan({ queue }: DeploymentSettings, plannerSeconds: number): QueuePlan {
  return {
    visibilitySeconds: Math.max(6 * plannerSeconds, Math.ceil(queue.minVisibilityMs / 1_000)),
    maxReceiveCount: queue.maxReceiveCount,
  }
}

/** The longest that a deadline or a wait may be: an object is not to go before the job that needs it. */
const longestJobDays = 365

function blobPlan({ bucketPrefix, retentionDays }: DeploymentSettings): BlobPlan {
  return {
    ...(bucketPrefix === undefined ? {} : { bucketPrefix }),
    ...(retentionDays === undefined ? {} : { expireDays: retentionDays + longestJobDays }),
  }
}

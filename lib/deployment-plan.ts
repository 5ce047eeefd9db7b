/**
 * What one stage's deployment consists of, as data.
 *
 * 1. It is a pure function of the definition and the stage's settings: no environment, no clock, no CDK.
 * 2. It decides every name, size, limit and right; constructs only write down what stands here.
 * 3. What AWS would refuse is a finding of the manifest and never comes here, except an account that is another one.
 *
 * Names of what outlives its stack are AWS's choice, so that the stage can be deployed again.
 */
import type { AgentDefinition, Definition } from '../src/core/definition.ts'
import { environmentNames } from '../src/env.ts'
import { shardOf } from '../src/manifest/agent-shard.ts'
import { agentPrefixOf, stackNameOf } from '../src/manifest/deployment-names.ts'
import type { ApiSettings, DeploymentSettings, FileAccess } from '../src/manifest/deployment-settings.ts'
import { longestTimeouts } from './longest-timeout.ts'

export interface DeploymentPlan {
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
  readonly planner: FunctionPlan & { readonly maxConcurrency: number }
  readonly api: FunctionPlan & { readonly settings: ApiSettings }
  readonly sweeper: FunctionPlan
  readonly deadLetters: FunctionPlan
  /** What the names of all agents' functions begin with. */
  readonly agentPrefix: string
  /** In the order of the file. */
  readonly agents: readonly AgentPlan[]
  /** Absent: the agents are in the stack itself. */
  readonly shards?: readonly ShardPlan[]
  readonly alarmEmail?: string
}

export interface FunctionPlan {
  readonly description: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** Without the names of the table, the queue and the bucket, which are known at deployment only. */
  readonly environment: Readonly<Record<string, string>>
}

export interface AgentPlan extends FunctionPlan {
  readonly name: string
  readonly functionName: string
  /** Attempts at once; absent: no limit of its own. */
  readonly concurrency?: number
  /** Variables whose values are in the stage's secret. */
  readonly secrets: { readonly secret: string; readonly names: readonly string[] }
  readonly rights: AgentRights
}

/** What an agent's role may touch besides the queue, the log and its traces. */
export interface AgentRights {
  /** Whose results it may claim and record. */
  readonly resultsOf: string
  /** Prefixes of blobs. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

export interface ShardPlan {
  readonly id: string
  readonly agents: readonly AgentPlan[]
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

/** Every handler's answer must be there before API Gateway gives up, after 30 s. */
const apiTimeoutSeconds = 29

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
  const named = { project, stage, agentPrefix, environment }
  const timeouts = longestTimeouts(definition)
  const agents = Object.values(definition.agents).filter(({ type }) => type === 'worker')
  const agentPlans = agents.map((agent) => agentPlan(agent, { ...named, settings, timeouts }))
  const planner = plannerPlan(definition, named)
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
    queue: queuePlan(settings, planner.timeoutSeconds),
    planner: { ...planner, maxConcurrency: settings.queue.maxConcurrency },
    api: {
      description: `The HTTP API of ${project}, stage ${stage}`,
      timeoutSeconds: apiTimeoutSeconds,
      memoryMb: 512,
      environment,
      settings: settings.api,
    },
    sweeper: {
      description: `Wakes jobs of ${project}, stage ${stage}, whose message was lost`,
      timeoutSeconds: 50,
      memoryMb: 256,
      environment,
    },
    deadLetters: {
      description: `Plans jobs of ${project}, stage ${stage}, once more whose facts no planner was done with, or ends them`,
      timeoutSeconds: planner.timeoutSeconds,
      memoryMb: planner.memoryMb,
      environment,
    },
    agentPrefix,
    agents: agentPlans,
    ...(shards === undefined ? {} : { shards: shardPlans(agentPlans, shards) }),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
  }
}

interface Named {
  readonly project: string
  readonly stage: string
  readonly agentPrefix: string
  readonly environment: Readonly<Record<string, string>>
}

/** Without an orchestrator in the file. */
const defaultPlanner = { timeoutMs: 30_000, memoryMb: 512, environmentValues: {} }

function plannerPlan(definition: Definition, { project, stage, agentPrefix, environment }: Named): FunctionPlan {
  const orchestrator = Object.values(definition.agents).find(({ type }) => type === 'orchestrator')
  const { timeoutMs, memoryMb, environmentValues } = orchestrator ?? defaultPlanner
  return {
    description: `Plans the jobs of ${project}, stage ${stage}`,
    timeoutSeconds: Math.ceil(timeoutMs / 1_000),
    memoryMb,
    environment: { ...environmentValues, ...environment, [environmentNames.agentPrefix]: agentPrefix },
  }
}

interface AgentSurroundings extends Named {
  readonly settings: DeploymentSettings
  /** Of one attempt, by agent. */
  readonly timeouts: ReadonlyMap<string, number>
}

const maxLambdaSeconds = 900
/** From the end of an attempt that took all its time to the end of the process: its result is recorded in between. */
const recordSeconds = 5

function agentPlan(agent: AgentDefinition, around: AgentSurroundings): AgentPlan {
  const { settings, timeouts, project, stage, agentPrefix, environment } = around
  const { name, concurrency } = agent
  const seconds = Math.ceil((timeouts.get(agent.name) ?? agent.timeoutMs) / 1_000) + recordSeconds
  return {
    name,
    functionName: `${agentPrefix}${name}`,
    description:
      agent.description === '' ? `Agent ${name} of ${project}, stage ${stage}` : agent.description.slice(0, 256),
    timeoutSeconds: Math.min(seconds, maxLambdaSeconds),
    memoryMb: agent.memoryMb,
    environment: { ...agent.environmentValues, ...environment, [environmentNames.agent]: name },
    secrets: { secret: `troupe/${project}/${stage}`, names: agent.environment },
    ...(concurrency === undefined ? {} : { concurrency }),
    rights: rightsOf(name, settings.files[name] ?? 'read-write'),
  }
}

function rightsOf(name: string, files: FileAccess): AgentRights {
  const reads = files === 'read' || files === 'read-write'
  const writes = files === 'write' || files === 'read-write'
  return {
    resultsOf: name,
    // Any agent's files: those of its job have the job's id behind the agent's name, which no role can tell apart.
    reads: [`calls/${name}/`, ...(reads ? ['files/'] : [])],
    writes: [`outputs/${name}/`, ...(writes ? [`files/${name}/`] : [])],
  }
}

function shardPlans(agents: readonly AgentPlan[], shards: number): ShardPlan[] {
  return Array.from({ length: shards }, (_, shard) => ({
    id: `Agents${shard}`,
    agents: agents.filter(({ name }) => shardOf(name, shards) === shard),
  }))
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

/** Every agent's function: its size, its rights, and the stack it belongs to. An orchestrator has none: the planner is it. */
import type { AgentDefinition, Definition } from '../src/core/definition.ts'
import { jobMemory } from '../src/core/memory.ts'
import { deployedProviderOf, type ModelSettings } from '../src/core/model-settings.ts'
import { environmentNames } from '../src/env.ts'
import { shardOf } from '../src/manifest/agent-shard.ts'
import type { DeploymentSettings, FileAccess } from '../src/manifest/deployment-settings.ts'
import type { FunctionPlan, StagePlan } from './function-plan.ts'
import { longestTimeouts } from './longest-timeout.ts'

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
  /** Whose answers of models it may keep and find. Absent: none. */
  readonly answersOf?: string
  /** Scopes of memory that it may use; `job:*` is that of every job. */
  readonly memories: readonly string[]
  /** Of Bedrock. */
  readonly models: readonly ModelRight[]
  readonly guardrails: readonly GuardrailRight[]
}

export interface ModelRight {
  /** The id of a model or of an inference profile, or an ARN. */
  readonly name: string
  /** Absent: the stack's. */
  readonly region?: string
}

export interface GuardrailRight {
  /** Or an ARN. */
  readonly id: string
  /** Absent: the stack's. */
  readonly region?: string
}

export interface ShardPlan {
  readonly id: string
  readonly agents: readonly AgentPlan[]
}

/** In the order of the file. */
export function agentPlans(
  definition: Definition,
  stage: StagePlan,
  files: DeploymentSettings['files'],
): readonly AgentPlan[] {
  const timeouts = longestTimeouts(definition)
  return Object.values(definition.agents)
    .filter(({ type }) => type === 'worker')
    .map((agent) => {
      const timeoutMs = timeouts.get(agent.name) ?? agent.timeoutMs
      return agentPlan({ ...agent, timeoutMs }, stage, files[agent.name] ?? 'read-write')
    })
}

/** By name alone, so that each agent stays where it is when others come and go. */
export function shardPlans(agents: readonly AgentPlan[], shards: number): ShardPlan[] {
  return Array.from({ length: shards }, (_, shard) => ({
    id: `Agents${shard}`,
    agents: agents.filter(({ name }) => shardOf(name, shards) === shard),
  }))
}

const maxLambdaSeconds = 900
/** From the end of an attempt that took all its time to the end of the process: its result is recorded in between. */
const recordSeconds = 5
const maxDescription = 256

function agentPlan(agent: AgentDefinition, around: StagePlan, files: FileAccess): AgentPlan {
  const { project, stage, agentPrefix, environment } = around
  const { name, description, concurrency } = agent
  return {
    name,
    functionName: `${agentPrefix}${name}`,
    description: description.slice(0, maxDescription) || `Agent ${name} of ${project}, stage ${stage}`,
    timeoutSeconds: Math.min(Math.ceil(agent.timeoutMs / 1_000) + recordSeconds, maxLambdaSeconds),
    memoryMb: agent.memoryMb,
    environment: { ...agent.environmentValues, ...environment, [environmentNames.agent]: name },
    secrets: { secret: `troupe/${project}/${stage}`, names: agent.environment },
    ...(concurrency === undefined ? {} : { concurrency }),
    rights: {
      ...rightsOf(name, files),
      memories: agent.memory === undefined ? [] : [agent.memory, jobMemory('*')],
      ...modelRightsOf(agent.llm),
      ...(agent.llm?.cacheMs === undefined ? {} : { answersOf: name }),
    },
  }
}

function rightsOf(name: string, files: FileAccess): Pick<AgentRights, 'resultsOf' | 'reads' | 'writes'> {
  const reads = files === 'read' || files === 'read-write'
  const writes = files === 'write' || files === 'read-write'
  return {
    resultsOf: name,
    // Any agent's files: those of its job have the job's id behind the agent's name, which no role can tell apart.
    reads: [`calls/${name}/`, ...(reads ? ['files/'] : [])],
    writes: [`outputs/${name}/`, ...(writes ? [`files/${name}/`] : [])],
  }
}

/** Of what agents.yaml names: a model that only the code names is refused by Bedrock. */
function modelRightsOf(llm: ModelSettings | undefined): Pick<AgentRights, 'models' | 'guardrails'> {
  if (llm === undefined || deployedProviderOf(llm) !== 'bedrock') return { models: [], guardrails: [] }
  const { model, fallbackModel, region, guardrail } = llm
  const place = region === undefined ? {} : { region }
  return {
    models: [model, fallbackModel].flatMap((name) => (name === undefined ? [] : [{ name, ...place }])),
    guardrails: guardrail === undefined ? [] : [{ id: guardrail.id, ...place }],
  }
}

import type { Definition } from '../src/core/definition.ts'
import { environmentNames } from '../src/env.ts'
import type { ApiSettings, DeploymentSettings } from '../src/manifest/deployment-settings.ts'
import type { FunctionPlan, StagePlan } from './function-plan.ts'

/** The platform's own Lambdas. */
export interface PlatformPlans {
  readonly planner: FunctionPlan & { readonly maxConcurrency: number }
  readonly api: FunctionPlan & { readonly settings: ApiSettings }
  readonly sweeper: FunctionPlan
  readonly deadLetters: FunctionPlan
  /** Absent: nobody is told what happens. */
  readonly events?: FunctionPlan
}

/** Every handler's answer must be there before API Gateway gives up, after 30 s; `?wait=` is answered within 20. */
const apiTimeoutSeconds = 29

export function platformPlans(
  definition: Definition,
  stagePlan: StagePlan,
  { api, queue, events }: DeploymentSettings,
): PlatformPlans {
  const { project, stage, agentPrefix, environment } = stagePlan
  const planner = plannerPlan(definition, stagePlan)
  return {
    planner: { ...planner, maxConcurrency: queue.maxConcurrency },
    api: {
      description: `The HTTP API of ${project}, stage ${stage}`,
      timeoutSeconds: apiTimeoutSeconds,
      memoryMb: 512,
      // It says where an agent's log is.
      environment: { ...environment, [environmentNames.agentPrefix]: agentPrefix },
      settings: api,
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
    ...(events ? { events: eventsPlan(stagePlan) } : {}),
  }
}

/** Without an orchestrator in the file. */
const defaultPlanner = { timeoutMs: 30_000, memoryMb: 512, environmentValues: {} }

function plannerPlan(definition: Definition, { project, stage, agentPrefix, environment }: StagePlan): FunctionPlan {
  const orchestrator = Object.values(definition.agents).find(({ type }) => type === 'orchestrator')
  const { timeoutMs, memoryMb, environmentValues } = orchestrator ?? defaultPlanner
  return {
    description: `Plans the jobs of ${project}, stage ${stage}`,
    timeoutSeconds: Math.ceil(timeoutMs / 1_000),
    memoryMb,
    environment: { ...environmentValues, ...environment, [environmentNames.agentPrefix]: agentPrefix },
  }
}

function eventsPlan({ project, stage, environment }: StagePlan): FunctionPlan {
  return {
    description: `Tells the event bus of ${project}, stage ${stage}, what happens to jobs`,
    timeoutSeconds: 60,
    memoryMb: 256,
    environment,
  }
}

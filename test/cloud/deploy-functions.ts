import { join } from 'node:path'
import type { BundledHandlers } from '../../lib/bundle-handlers.ts'
import { layerModules } from '../../lib/bundling/definition-layer.ts'
import { environmentNames } from '../../src/env.ts'
import type { LambdaService } from './lambda-service.ts'
import type { LocalCloudOptions } from './local-cloud.ts'
import type { ProjectPlan } from './project-plan.ts'
import { dummyCredentials, type Queues } from './queues.ts'

/** What the functions are told of. */
interface Places {
  readonly table: string
  readonly tableUrl: string
  readonly queues: Queues
}

export interface Deployment {
  readonly options: LocalCloudOptions
  readonly project: ProjectPlan
  readonly bundles: BundledHandlers
  readonly places: Places
}

/** As the stack does it: the plan's environment, and the names of what was made. */
export function deployFunctions(lambda: LambdaService, { options, project, bundles, places }: Deployment): void {
  const { plan } = project
  const { maxInstances = 2, recordMs } = options
  const aws = awsEnvironment(places, lambda.url)
  const table = { [environmentNames.table]: places.table }
  const queue = { [environmentNames.queueUrl]: places.queues.planner.queueUrl }
  const bucket = { [environmentNames.bucket]: places.queues.bucket }
  const all = { ...aws, ...table, ...queue, ...bucket }
  const platform = [
    {
      name: 'api',
      file: bundles.handlers.api,
      // As Lambda sets it, where layers are.
      environment: { ...all, NODE_PATH: join(bundles.definition, layerModules) },
      size: plan.api,
    },
    { name: 'planner', file: bundles.handlers.planner, environment: all, size: plan.planner },
    {
      name: 'dead-letters',
      file: bundles.handlers['dead-letters'],
      environment: { ...aws, ...table, ...bucket },
      size: plan.deadLetters,
    },
    {
      name: 'sweeper',
      file: bundles.handlers.sweeper,
      environment: { ...aws, ...table, ...queue },
      size: plan.sweeper,
    },
  ]
  for (const { name, file, environment, size } of platform) {
    lambda.deploy({
      name,
      file: join(file, 'index.mjs'),
      environment: { ...size.environment, ...environment },
      timeoutMs: size.timeoutSeconds * 1_000,
      memoryMb: size.memoryMb,
      maxInstances,
    })
  }
  for (const agent of plan.agents) {
    const named = agent.secrets.names.map((name) => [name, options.secrets?.[name] ?? ''] as const)
    const declared = project.definition.agents[agent.name]?.timeoutMs ?? 0
    lambda.deploy({
      name: agent.functionName,
      file: join(bundles.agents[agent.name] ?? '', 'index.mjs'),
      environment: { ...agent.environment, ...Object.fromEntries(named), ...all },
      timeoutMs: recordMs === undefined ? agent.timeoutSeconds * 1_000 : declared + recordMs,
      memoryMb: agent.memoryMb,
      maxInstances,
    })
  }
}

function awsEnvironment({ tableUrl, queues }: Places, lambdaUrl: string) {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: tableUrl,
    AWS_ENDPOINT_URL_SQS: queues.url,
    AWS_ENDPOINT_URL_S3: queues.url,
    AWS_ENDPOINT_URL_LAMBDA: lambdaUrl,
  }
}

/**
 * A stage of a project, deployed to this machine: the bundles that would be uploaded, with the sizes, timeouts and
 * environments of the deployment plan, against DynamoDB Local and fauxqs.
 *
 * 1. Everything listens on free ports of 127.0.0.1 and is gone when it is closed; only processes that were started here
 *    are killed.
 * 2. A job is driven through `request` alone, as API Gateway would.
 * 3. What a test does to it (deaths, doubled events, lost messages, a clock that is ahead) happens outside the bundles.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SQSRecord } from 'aws-lambda'
import { type BundledHandlers, bundleHandlers } from '../../lib/bundle-handlers.ts'
import { layerModules } from '../../lib/bundling/definition-layer.ts'
import { createDynamoJobStore } from '../../src/adapters/aws/dynamodb-job-store.ts'
import { environmentNames } from '../../src/env.ts'
import type { JobStore } from '../../src/ports/job-store.ts'
import { clientOf, newTable, startDynamoDb } from '../servers/dynamodb.ts'
import { silentLog } from '../workbench.ts'
import { type ApiAnswer, type ApiContent, apiAnswer, apiEvent } from './http-api.ts'
import type { Death } from './instance-messages.ts'
import { LambdaService } from './lambda-service.ts'
import { type ProjectPlan, projectPlan } from './project-plan.ts'
import { mapQueue } from './queue-mapping.ts'
import { dummyCredentials, type Queues, startQueues } from './queues.ts'

export interface LocalCloudOptions {
  /** With agents.yaml and whatever its agents import. */
  readonly folder: string
  /** The table on dynalite: for tests that are not about the table. */
  readonly light?: boolean
  /** The stage's secret. */
  readonly secrets?: Readonly<Record<string, string>>
  /** How long after an agent's own timeout its process may live. Default: as deployed, 5 s. */
  readonly recordMs?: number
  /** Instances of each function at once. Default: 2. */
  readonly maxInstances?: number
  /** Where the handlers find DynamoDB, given where it is. */
  tableEndpoint?(endpoint: string): Promise<string>
  deathOf?(functionName: string, event: unknown): Death | undefined
  doubles?(functionName: string): boolean
  /** On the way from the planner queue to the planner. */
  interfere?(records: readonly SQSRecord[]): readonly SQSRecord[]
  /** On the way from the dead-letter queue to its consumer. */
  interfereDead?(records: readonly SQSRecord[]): readonly SQSRecord[]
}

export interface LocalCloud extends ProjectPlan {
  readonly lambda: LambdaService
  readonly queues: Queues
  /** The folder of each Lambda, where its processes run. */
  readonly bundles: BundledHandlers
  /** The job table, to look into. */
  readonly store: JobStore
  request(method: string, address: string, content?: ApiContent): Promise<ApiAnswer>
  /** What all handlers printed. */
  output(): string
  close(): Promise<void>
}

const sweepEveryMs = 1_000

export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const opened: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    return { ...(await start(options, (end) => void opened.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

type OnClose = (end: () => Promise<void> | void) => void

async function start(options: LocalCloudOptions, onClose: OnClose): Promise<Omit<LocalCloud, 'close'>> {
  const project = projectPlan(options.folder)
  const [bundles, tables, queues] = await Promise.all([
    bundle(options.folder, project, onClose),
    startTables(options, onClose),
    startQueues(),
  ])
  onClose(() => queues.stop())
  const lambda = new LambdaService({
    ...options,
    onFailure: async (record) => queues.send(JSON.stringify(record)),
  })
  await lambda.listen()
  deploy(lambda, { options, project, bundles, places: { ...tables, queues } })
  const stopMappings = startMappings(lambda, queues, options)
  // The processes first: what is being invoked ends, and the mappings with it.
  onClose(async () => {
    await Promise.all([stopMappings(), lambda.close()])
  })
  return {
    ...project,
    lambda,
    bundles,
    queues,
    store: tables.store,
    request: async (...asked) => apiAnswer(await lambda.invoke('api', apiEvent(...asked))),
    output: () => lambda.output(),
  }
}

async function bundle(folder: string, { definition }: ProjectPlan, onClose: OnClose): Promise<BundledHandlers> {
  const outdir = mkdtempSync(join(tmpdir(), 'troupe-bundles-'))
  onClose(() => rmSync(outdir, { recursive: true, force: true }))
  return await bundleHandlers({ projectDirectory: folder, definition, outdir })
}

interface Tables {
  readonly table: string
  readonly tableUrl: string
  readonly store: JobStore
}

async function startTables({ tableEndpoint, light = false }: LocalCloudOptions, onClose: OnClose): Promise<Tables> {
  const server = await startDynamoDb({ light })
  onClose(() => server.stop())
  const client = clientOf(server)
  onClose(() => client.destroy())
  const table = await newTable(client)
  return {
    table,
    tableUrl: (await tableEndpoint?.(server.endpoint)) ?? server.endpoint,
    store: createDynamoJobStore({ client, table, log: silentLog }),
  }
}

interface Deployment {
  readonly options: LocalCloudOptions
  readonly project: ProjectPlan
  readonly bundles: BundledHandlers
  readonly places: Tables & { readonly queues: Queues }
}

/** As the stack does it: the plan's environment, and the names of what was made. */
function deploy(lambda: LambdaService, { options, project, bundles, places }: Deployment): void {
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

function awsEnvironment({ tableUrl, queues }: Tables & { readonly queues: Queues }, lambdaUrl: string) {
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

/** The planner and the dead-letter consumer at their queues, and the sweeper at its clock; the answer ends all three. */
function startMappings(lambda: LambdaService, queues: Queues, options: LocalCloudOptions): () => Promise<void> {
  const { interfere = (records) => records, interfereDead = (records) => records } = options
  const { client, planner, dead } = queues
  const stopPlanner = mapQueue({
    client,
    ...planner,
    interfere,
    invoke: (event) => lambda.invoke('planner', event),
  })
  const stopDeadLetters = mapQueue({
    client,
    ...dead,
    batchSize: 1,
    pollers: 1,
    interfere: interfereDead,
    invoke: (event) => lambda.invoke('dead-letters', event),
  })
  const stopping = new AbortController()
  const sweeping = sweepRegularly(lambda, stopping.signal)
  return async () => {
    stopping.abort()
    await Promise.all([stopPlanner(), stopDeadLetters(), sweeping])
  }
}

async function sweepRegularly(lambda: LambdaService, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(sweepEveryMs, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await lambda.invoke('sweeper', scheduledEvent()).catch(() => undefined)
  }
}

function scheduledEvent(): object {
  return {
    version: '0',
    id: 'sweep',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep'],
    detail: {},
  }
}

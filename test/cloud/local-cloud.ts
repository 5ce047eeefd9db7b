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
import type { SQSRecord } from 'aws-lambda'
import { type BundledHandlers, bundleHandlers } from '../../lib/bundle-handlers.ts'
import { createDynamoJobStore } from '../../src/adapters/aws/dynamodb-job-store.ts'
import type { JobStore } from '../../src/ports/job-store.ts'
import { platformBundle } from '../lib/platform-bundle.ts'
import { clientOf, newTable, startDynamoDb } from '../servers/dynamodb.ts'
import { silentLog } from '../workbench.ts'
import { deployFunctions } from './deploy-functions.ts'
import { startEventSources } from './event-sources.ts'
import { type ApiAnswer, type ApiContent, apiAnswer, apiEvent } from './http-api.ts'
import type { Death } from './instance-messages.ts'
import { LambdaService } from './lambda-service.ts'
import { type ProjectPlan, projectPlan } from './project-plan.ts'
import { type Queues, startQueues } from './queues.ts'

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
  deployFunctions(lambda, { options, project, bundles, places: { ...tables, queues } })
  const stopSources = startEventSources(lambda, queues, options)
  // The processes first: what is being invoked ends, and the sources with it.
  onClose(async () => {
    await Promise.all([stopSources(), lambda.close()])
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
  return await bundleHandlers({ projectDirectory: folder, definition, outdir, platform: await platformBundle })
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

/**
 * One job of 1 + 3 + 1 steps with outputs of about a kilobyte, through the real engine and the AWS adapters, with every
 * call counted. DynamoDB is a real server; SQS and Lambda answer from memory.
 *
 * What is assumed, all of it against us but the first:
 * 1. The processes are warm: the definition is in their memory.
 * 2. No luck with batches: every fact is received, handled and deleted alone.
 * 3. No step lasts longer than a heartbeat (15 s), none fails, nobody asks the API meanwhile.
 */
import { createHash } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { readAgentCall } from '../../src/adapters/aws/agent-call.ts'
import { createAttemptMarks } from '../../src/adapters/aws/attempt-marks.ts'
import { createDynamoClient } from '../../src/adapters/aws/dynamodb-client.ts'
import { createDynamoJobStore } from '../../src/adapters/aws/dynamodb-job-store.ts'
import { createResultTable } from '../../src/adapters/aws/dynamodb-result-table.ts'
import { createLambdaInvoker } from '../../src/adapters/aws/lambda-invoker.ts'
import { createS3BlobStore } from '../../src/adapters/aws/s3-blob-store.ts'
import { createSqsFactQueue } from '../../src/adapters/aws/sqs-fact-queue.ts'
import type { Definition } from '../../src/core/definition.ts'
import type { EnginePorts } from '../../src/engine/engine-ports.ts'
import { handleFacts } from '../../src/engine/handle-facts.ts'
import { readFact } from '../../src/engine/read-fact.ts'
import { runAttempt } from '../../src/engine/run-attempt.ts'
import { submitJob } from '../../src/engine/submit-job.ts'
import type { CountedCall, Ledger } from './counted-call.ts'
import { type CountedServices, countServices } from './counted-services.ts'
import { countTable } from './counted-table.ts'

export interface TablePlace {
  readonly endpoint: string
  readonly table: string
}

/**
 * Assumed, since only AWS can tell: a warm invocation of the API takes 20 ms, of the planner 30 ms (load, save, call),
 * and the platform's part of an attempt (claim, record, notify) 20 ms, all with 512 MB. The agent's own work is not ours.
 */
export const gbSeconds = { API: 0.02 * 0.5, planner: 0.03 * 0.5, agent: 0.02 * 0.5 } as const

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } as const
/** What we look up ourselves is not the job's. */
const afterwards = 'afterwards'
/** Costs a few bytes more than keeping everything for ever. */
const retentionDays = 30
const anInput = { report: 'monthly sales', region: 'north', months: 12, currency: 'EUR', recipients: ['a', 'b'] }

const quiet = { log: () => undefined, meter: { count: () => undefined, observe: () => undefined } } as const

/** The calls of one job, in order, after another job has warmed everything up. */
export async function priceJob(definition: Definition, { endpoint, table }: TablePlace): Promise<CountedCall[]> {
  const calls: CountedCall[] = []
  const platform = { phase: '', now: 1_800_000_000_000, drawn: 0 }
  const ledger: Ledger = (call) => void calls.push({ phase: platform.phase, ...call })
  const client = createDynamoClient({ ...access, endpoint })
  const observer = new DynamoDBClient({ ...access, endpoint })
  await countTable(client, { table, observer }, ledger)
  const services = countServices(ledger)
  const ports = awsPorts({ client, table, services, platform })
  const pass = (phase: string) => {
    platform.phase = phase
    platform.now += 40
  }
  try {
    for (const _warmth of ['cold', 'warm']) {
      calls.length = 0
      await runJob({
        definition,
        ports,
        services,
        ledger,
        pass,
        results: createResultTable({ client, table, retentionDays }),
      })
    }
    return calls.filter(({ phase }) => phase !== afterwards)
  } finally {
    client.destroy()
    observer.destroy()
  }
}

interface Surroundings {
  readonly client: DynamoDBClient
  readonly table: string
  readonly services: CountedServices
  readonly platform: { now: number; drawn: number }
}

/** The adapters as the handlers bind them; clock and ids in our hands, so that every count is the same each time. */
function awsPorts({ client, table, services, platform }: Surroundings): EnginePorts {
  const blobs = createS3BlobStore({ client: services.s3, bucket: 'none' })
  const marks = createAttemptMarks({ client, table })
  const draw = () =>
    createHash('sha256')
      .update(`${platform.drawn++}`)
      .digest()
  return {
    ...quiet,
    store: createDynamoJobStore({ client, table, log: quiet.log, retentionDays }),
    queue: createSqsFactQueue({ client: services.sqs, queueUrl: 'http://none/queue', log: quiet.log }),
    invoker: createLambdaInvoker({ client: services.lambda, functionPrefix: 'troupe-agent-', blobs, marks }),
    blobs,
    clock: { now: () => platform.now, sleep: () => Promise.reject(new Error('nothing here waits')) },
    // As long as the real ones.
    ids: {
      jobId: () => draw().toString('hex').slice(0, 26),
      token: () => draw().subarray(0, 24).toString('base64url'),
      random: () => 0.5,
    },
  }
}

interface Run {
  readonly definition: Definition
  readonly ports: EnginePorts
  readonly results: ReturnType<typeof createResultTable>
  readonly services: CountedServices
  readonly ledger: Ledger
  pass(phase: string): void
}

async function runJob(run: Run): Promise<void> {
  const { definition, ports, services, ledger, pass } = run
  pass('API: submit')
  ledger(invocation('API'))
  const { job } = await submitJob(ports, definition, { tenant: 'default', input: anInput })
  // Whatever is ready, one at a time.
  while (services.messages.length > 0 || services.events.length > 0) {
    const message = services.messages.shift()
    if (message === undefined) await attempt(run, services.events.shift() ?? '')
    else await plan(run, message)
  }
  pass(afterwards)
  const ended = await ports.store.loadJob(job.jobId)
  if (ended?.status !== 'completed') throw new Error(`the priced job is ${ended?.status}`)
}

async function plan({ ports, ledger, pass }: Run, message: string): Promise<void> {
  const fact = readFact(JSON.parse(message))
  if (fact === undefined) throw new Error(`not a fact: ${message}`)
  pass(`planner: ${fact.kind}${'stepId' in fact ? ` ${fact.stepId}` : ''}`)
  ledger({ operation: 'ReceiveMessage (poller)', billed: { sqsRequest: 1 } })
  ledger(invocation('planner'))
  await handleFacts(ports, fact.jobId, [fact])
  ledger({ operation: 'DeleteMessageBatch (poller)', billed: { sqsRequest: 1 } })
}

async function attempt({ ports, results, ledger, pass }: Run, event: string): Promise<void> {
  const call = await readAgentCall(JSON.parse(event), ports.blobs)
  pass(`attempt: ${call.agent}`)
  ledger({ operation: 'agent duration', billed: { lambdaGbSecond: gbSeconds.agent } })
  const executor = { execute: async () => ({ status: 'completed' as const, output: anOutput(call.agent) }) }
  await runAttempt({ ...ports, store: results, executor }, call, { signal: new AbortController().signal })
}

function invocation(name: 'API' | 'planner'): Parameters<Ledger>[0] {
  return { operation: `${name} invocation`, billed: { lambdaRequest: 1, lambdaGbSecond: gbSeconds[name] } }
}

/** About a kilobyte of JSON as an agent might answer it: names, words and figures, which compress by about half. */
function anOutput(agent: string) {
  return Array.from({ length: 12 }, (_, index) => {
    const digest = createHash('sha256').update(`${agent} ${index}`).digest()
    const figure = (at: number) => digest.readUInt32BE(at) / 1e4
    return { month: `2026-${String(index + 1).padStart(2, '0')}`, sales: figure(0), trend: figure(4), error: figure(8) }
  })
}

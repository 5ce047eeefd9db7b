/**
 * The laptop runtime: the same engine as on AWS, over a SQLite file, an in-memory queue and worker threads, with its
 * HTTP API on one port.
 *
 * R1 What was accepted survives a kill -9: the next start looks at every job that has not ended.
 * R2 Nothing an agent does ends the platform: attempts run in threads of their own.
 * R3 One process owns a data directory.
 */

import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import troupe from '../../package.json' with { type: 'json' }
import { openFolderBlobStore } from '../adapters/local/folder-blob-store.ts'
import { createLocalInvoker, type LocalInvoker } from '../adapters/local/local-invoker.ts'
import { createMemoryFactQueue, type MemoryFactQueue } from '../adapters/local/memory-fact-queue.ts'
import { createPinoLog } from '../adapters/local/pino-log.ts'
import { createPrometheusMeter, type PrometheusMeter } from '../adapters/local/prometheus-meter.ts'
import { randomIds } from '../adapters/local/random-ids.ts'
import { systemClock } from '../adapters/local/system-clock.ts'
import { systemTimers } from '../adapters/local/system-timers.ts'
import { WorkerPool } from '../adapters/local/worker-pool.ts'
import { openSqliteStore } from '../adapters/sqlite/open-sqlite-store.ts'
import type { SqliteJobStore } from '../adapters/sqlite/sqlite-job-store.ts'
import { createApi } from '../api/app.ts'
import type { AgentDefinition, Definition } from '../core/definition.ts'
import type { Finding } from '../core/fault.ts'
import { advanceJob } from '../engine/advance-job.ts'
import type { EnginePorts } from '../engine/engine-ports.ts'
import { failJob } from '../engine/fail-job.ts'
import { runAttempt } from '../engine/run-attempt.ts'
import { sweep } from '../engine/sweep.ts'
import type { AgentExecutor } from '../ports/agent-executor.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Log } from '../ports/log.ts'
import { type AgentActivity, createAgentActivity } from './agent-activity.ts'
import { agentWorkerUrl } from './agent-worker-url.ts'
import { type Listening, listen } from './listen.ts'
import { guardPoison } from './poison-guard.ts'
import { openProject, type Project } from './project.ts'
import { type Recovered, recover } from './recover.ts'

export interface RuntimeOptions {
  /** Path of agents.yaml. */
  readonly file: string
  readonly dataDirectory: string
  /** 0: any free one. */
  readonly port: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** The environment that agents' declared variables are taken from. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Default: lines from `warn` on, on standard error. */
  readonly log?: Log
  /** Attempts at once. Default: twice the processors, at least 4. */
  readonly maxRunning?: number
  /** Warm threads kept beyond those that run, so that agents taking turns do not start one each time. Default: 24. */
  readonly maxIdle?: number
  /** A changed agents.yaml has errors; the last good one stays in force. */
  refused?(findings: readonly Finding[], text: string): void
}

export interface Runtime {
  readonly url: string
  readonly recovered: Recovered
  definition(): Definition
  /** Answers what is being asked, interrupts what runs (the next start goes on with it), and gives the files back. */
  close(): Promise<void>
}

const sweepEveryMs = 1_000

/**
 * Throws the faults `MANIFEST_INVALID` (with findings), `DATA_DIRECTORY_IN_USE`, `DATA_DIRECTORY_NEWER`,
 * `DATA_DIRECTORY_UNUSABLE`, `PORT_IN_USE` and `PORT_UNUSABLE`; nothing stays open then.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const open: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (const end of open.splice(0).reverse()) await end()
  }
  try {
    const log = options.log ?? createPinoLog({ level: 'warn', format: 'text' })
    return { ...(await start({ ...options, log }, (end) => open.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

type OnClose = (end: () => Promise<void> | void) => void

type Logged = RuntimeOptions & { readonly log: Log }

async function start(options: Logged, onClose: OnClose): Promise<Omit<Runtime, 'close'>> {
  const { log, dataDirectory } = options
  const project = followProject(options, (agent) => pool.retire(agent))
  onClose(() => project.close())
  const meter = createPrometheusMeter()
  const store = openSqliteStore({ directory: dataDirectory, log, meter })
  onClose(() => store.close())
  const blobs = openFolderBlobStore(join(dataDirectory, 'blobs'))
  const pool = openPool(options, { project, blobs })
  const activity = createAgentActivity(systemClock)
  const { ports, invoker, queue } = createEngine(options, {
    project,
    meter,
    store,
    blobs,
    executor: activity.watch(pool),
  })
  onClose(() => queue.close())
  onClose(async () => {
    await Promise.all([invoker.close(), pool.close()])
  })
  const recovered = await recover(store, queue)
  onClose(sweepRegularly(ports))
  const server = await serve(options, { ports, project, meter, activity })
  onClose(() => server.close())
  return { url: server.url, recovered, definition: project.definition }
}

function followProject({ file, log, refused }: Logged, retire: (agent?: string) => void): Project {
  return openProject(file, {
    refused:
      refused ??
      ((findings) => log('error', 'agents.yaml has errors; the last good one stays', { findings: findings.length })),
    reloaded(definition) {
      retire()
      log('info', 'agents.yaml reloaded: new jobs follow it', { definition: definition.hash.slice(0, 12) })
    },
    codeChanged(agent) {
      retire(agent)
      log('info', `code of ${agent ?? 'all agents'} changed: the next attempts run it`)
    },
  })
}

function openPool(options: Logged, { project, blobs }: { project: Project; blobs: BlobStore }): WorkerPool {
  return new WorkerPool({
    workerUrl: agentWorkerUrl,
    describe: (agent) => agentOf(project, agent),
    projectDirectory: project.directory,
    env: options.env,
    maxWorkers: runningOf(options) + (options.maxIdle ?? 24),
    log: options.log,
    storage: blobs,
    clock: systemClock,
  })
}

interface EngineParts {
  readonly project: Project
  readonly meter: PrometheusMeter
  readonly store: SqliteJobStore
  readonly blobs: BlobStore
  readonly executor: AgentExecutor
}

interface Engine {
  readonly ports: EnginePorts
  readonly invoker: LocalInvoker
  readonly queue: MemoryFactQueue
}

function createEngine(options: Logged, { project, executor, ...parts }: EngineParts): Engine {
  const { log } = options
  const owner = `${process.pid}-${randomUUID()}`
  const queue = createMemoryFactQueue({
    handle: guardPoison({
      advance: (jobId, facts) => advanceJob(ports, jobId, facts),
      fail: (jobId, reason) => failJob(ports, jobId, reason),
    }),
    clock: systemClock,
    timers: systemTimers,
    log,
  })
  const invoker = createLocalInvoker({
    run: (call, signal) => runAttempt({ ...ports, executor }, call, { owner, signal }),
    failed: (call, error) =>
      log('error', `attempt could not be carried out: ${error}`, { jobId: call.jobId, stepId: call.stepId }),
    maxRunning: runningOf(options),
    concurrencyOf: (agent) => agentOf(project, agent)?.concurrency,
  })
  const ports: EnginePorts = { ...parts, queue, invoker, clock: systemClock, ids: randomIds, log }
  return { ports, invoker, queue }
}

interface ServedParts {
  readonly ports: EnginePorts
  readonly project: Project
  readonly meter: PrometheusMeter
  readonly activity: AgentActivity
}

async function serve(options: RuntimeOptions, { ports, project, meter, activity }: ServedParts): Promise<Listening> {
  const { host = '127.0.0.1', port } = options
  const api = createApi({
    ports,
    version: troupe.version,
    definition: project.definition,
    tenantOf: () => 'local',
    allowedHosts: [host, 'localhost', '127.0.0.1', '[::1]'],
    metrics: () => meter.render(),
    agentStats: activity.statsOf,
    progressOf: activity.progressOf,
  })
  return await listen((request) => api.fetch(request), { host, port })
}

/** One at a time, for as long as the runtime is open. */
function sweepRegularly(ports: EnginePorts): () => void {
  const stopped = new AbortController()
  const again = (): void => {
    if (!stopped.signal.aborted) cancel = systemTimers.after(sweepEveryMs, () => void once())
  }
  const once = async (): Promise<void> => {
    try {
      await sweep(ports)
    } catch (error) {
      ports.log('error', `sweep failed: ${error}`)
    }
    again()
  }
  let cancel = (): void => {}
  again()
  return () => {
    stopped.abort()
    cancel()
  }
}

function runningOf({ maxRunning }: RuntimeOptions): number {
  return maxRunning ?? Math.max(4, 2 * availableParallelism())
}

function agentOf(project: Project, agent: string): AgentDefinition | undefined {
  const { agents } = project.definition()
  return Object.hasOwn(agents, agent) ? agents[agent] : undefined
}

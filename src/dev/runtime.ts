/**
 * The laptop runtime: the same engine as on AWS, over a SQLite file, an in-memory queue and worker threads, with its
 * HTTP API on one port.
 *
 * R1 What was accepted survives a kill -9: the next start looks at every job that has not ended.
 * R2 Nothing an agent does ends the platform: attempts run in threads of their own.
 * R3 One process owns a data directory.
 */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import troupe from '../../package.json' with { type: 'json' }
import { openFolderBlobStore } from '../adapters/local/folder-blob-store.ts'
import { createPrometheusMeter } from '../adapters/local/prometheus-meter.ts'
import { WorkerPool } from '../adapters/local/worker-pool.ts'
import { createPinoLog } from '../adapters/node/pino-log.ts'
import { systemClock } from '../adapters/node/system-clock.ts'
import { systemTimers } from '../adapters/node/system-timers.ts'
import { openSqliteStore } from '../adapters/sqlite/open-sqlite-store.ts'
import { createApi } from '../api/app.ts'
import type { Definition } from '../core/definition.ts'
import type { Finding } from '../core/fault.ts'
import type { Log } from '../ports/log.ts'
import { createAgentActivity } from './agent-activity.ts'
import { agentWorkerUrl } from './agent-worker-url.ts'
import { createLaptopEngine } from './laptop-engine.ts'
import { listen } from './listen.ts'
import { openLogFile } from './log-file.ts'
import { openProject, type Project } from './project.ts'
import { type Recovered, recover } from './recover.ts'
import { sweepRegularly } from './regular-sweep.ts'

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
  /** A changed agents.yaml is in force. */
  reloaded?(): void
}

export interface Runtime {
  readonly url: string
  readonly recovered: Recovered
  definition(): Definition
  /** Answers what is being asked, interrupts what runs (the next start goes on with it), and gives the files back. */
  close(): Promise<void>
}

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
    return { ...(await start(options, (end) => open.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

type OnClose = (end: () => Promise<void> | void) => void

async function start(options: RuntimeOptions, onClose: OnClose): Promise<Omit<Runtime, 'close'>> {
  const { dataDirectory, maxRunning = Math.max(4, 2 * availableParallelism()), maxIdle = 24 } = options
  const project = followProject(options, { log: (...line) => log(...line), retire: (agent) => pool.retire(agent) })
  onClose(() => project.close())
  const terminal = options.log ?? createPinoLog({ level: 'warn', format: 'text' })
  const meter = createPrometheusMeter()
  const store = openSqliteStore({ directory: dataDirectory, log: terminal, meter })
  onClose(() => store.close())
  // Only now: the directory is this process's.
  const logFile = openLogFile(dataDirectory)
  onClose(() => logFile.close())
  const log = bothLogs(terminal, logFile.log)
  const blobs = openFolderBlobStore(join(dataDirectory, 'blobs'))
  const pool = new WorkerPool({
    workerUrl: agentWorkerUrl,
    describe: project.agent,
    projectDirectory: project.directory,
    env: options.env,
    maxWorkers: maxRunning + maxIdle,
    log,
    storage: blobs,
    clock: systemClock,
  })
  const activity = createAgentActivity(systemClock)
  const executor = activity.watch(pool)
  const engine = createLaptopEngine({ store, blobs, log, meter, executor, maxRunning, agentOf: project.agent })
  onClose(() => engine.queue.close())
  onClose(async () => {
    await Promise.all([engine.invoker.close(), pool.close()])
  })
  const recovered = await recover(store, engine.queue)
  onClose(sweepRegularly(engine.ports, systemTimers))
  const { host = '127.0.0.1', port } = options
  const api = createApi({
    ports: engine.ports,
    version: troupe.version,
    definition: project.definition,
    tenantOf: () => 'local',
    allowedHosts: [host, 'localhost', '127.0.0.1', '[::1]'],
    metrics: () => meter.render(),
    agentStats: activity.statsOf,
    progressOf: activity.progressOf,
    logsOf: () => logFile.path,
  })
  const server = await listen((request) => api.fetch(request), { host, port })
  onClose(() => server.close())
  return { url: server.url, recovered, definition: project.definition }
}

interface ProjectFollower {
  readonly log: Log
  retire(agent?: string): void
}

function followProject({ file, refused, reloaded }: RuntimeOptions, { log, retire }: ProjectFollower): Project {
  return openProject(file, {
    refused(findings, text) {
      log('error', 'agents.yaml has errors; the last good one stays', { findings: findings.length })
      refused?.(findings, text)
    },
    reloaded(definition) {
      retire()
      log('info', 'agents.yaml reloaded: new jobs follow it', { definition: definition.hash.slice(0, 12) })
      reloaded?.()
    },
    codeChanged(agent) {
      retire(agent)
      log('info', `code of ${agent ?? 'all agents'} changed: the next attempts run it`)
    },
  })
}

function bothLogs(one: Log, other: Log): Log {
  return (level, message, fields) => {
    one(level, message, fields)
    other(level, message, fields)
  }
}

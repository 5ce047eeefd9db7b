/**
 * The laptop runtime: the same engine as on AWS, over a SQLite file, an in-memory queue and worker threads, with its
 * HTTP API on one port.
 *
 * R1 What was accepted survives a kill -9: the next start looks at every job that has not ended.
 * R2 Nothing an agent does ends the platform: attempts run in threads of their own.
 * R3 One process owns a data directory.
 */
import troupe from '../../package.json' with { type: 'json' }
import type { Environment } from '../adapters/local/thread-limits.ts'
import { WorkerPool } from '../adapters/local/worker-pool.ts'
import { createPinoLog } from '../adapters/node/pino-log.ts'
import { createApi } from '../api/app.ts'
import type { Definition } from '../core/definition.ts'
import type { Finding } from '../core/fault.ts'
import type { Log } from '../ports/log.ts'
import { agentWorkerUrl } from './agent-worker-url.ts'
import { listen } from './listen.ts'
import { openEngine } from './open-engine.ts'
import { openProject, type Project } from './project.ts'
import type { Recovered } from './recover.ts'
import { usualMaxIdle, usualMaxRunning } from './usual-limits.ts'

export interface RuntimeOptions {
  /** Path of agents.yaml. */
  readonly file: string
  readonly dataDirectory: string
  /** 0: any free one. */
  readonly port: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** The environment that agents' declared variables are taken from. */
  readonly env: Environment
  /** Default: lines from `warn` on, on standard error. */
  readonly log?: Log
  /** Attempts whose code runs at once. Default: 16, or twice the processors if that is more. */
  readonly maxRunning?: number
  /** Warm threads kept beyond those that run, so that agents taking turns do not start one each time. Default: 12. */
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
  const { dataDirectory, host = '127.0.0.1', port } = options
  const { maxRunning = usualMaxRunning, maxIdle = usualMaxIdle } = options
  await using opened = new AsyncDisposableStack()
  // A change of the project may be seen before the engine is open.
  let log = options.log ?? createPinoLog({ level: 'warn', format: 'text' })
  let pool: WorkerPool | undefined
  const project = followProject(options, { log: (...line) => log(...line), retire: (agent) => pool?.retire(agent) })
  opened.defer(() => project.close())
  const engine = await openEngine({
    dataDirectory,
    log,
    maxRunning,
    agentOf: project.agent,
    executor(parts) {
      log = parts.log
      pool = new WorkerPool({
        ...parts,
        workerUrl: agentWorkerUrl,
        describe: project.agent,
        projectDirectory: project.directory,
        env: options.env,
        maxWorkers: maxRunning + maxIdle,
      })
      return pool
    },
  })
  opened.defer(() => engine.close())
  const api = createApi({
    ports: engine.ports,
    version: troupe.version,
    definition: project.definition,
    tenantOf: () => 'local',
    allowedHosts: [host, 'localhost', '127.0.0.1', '[::1]'],
    metrics: () => engine.meter.render(),
    agentStats: engine.activity.statsOf,
    progressOf: engine.activity.progressOf,
    logsOf: () => engine.logPath,
  })
  const server = await listen((request) => api.fetch(request), { host, port })
  opened.defer(() => server.close())
  const open = opened.move()
  const { url } = server
  return { url, recovered: engine.recovered, definition: project.definition, close: () => open.disposeAsync() }
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

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { WorkerPool } from '../../src/adapters/local/worker-pool.ts'
import type { Definition } from '../../src/core/definition.ts'
import { agentWorkerUrl } from '../../src/dev/agent-worker-url.ts'
import { type OpenEngine, type OpenEngineOptions, openEngine } from '../../src/dev/open-engine.ts'
import { usualMaxIdle, usualMaxRunning } from '../../src/dev/usual-limits.ts'
import { type Submission, submitJob } from '../../src/engine/submit-job.ts'
import { processEnvironment } from '../../src/env.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import type { Log } from '../../src/ports/log.ts'
import { createInProcessAgents } from './in-process-agents.ts'
import { makeProjectFolder, type ProjectSource } from './project-folder.ts'
import type { Recorded, System } from './system.ts'

/** `nowhere`: an attempt never ends. */
export type AgentPlace = 'workers' | 'inProcess' | 'nowhere'

/** The engine of the laptop runtime, log file and metrics included, without HTTP. */
export async function openTroupe(directory: string, agents: AgentPlace, source: ProjectSource): Promise<System> {
  const definition = makeProject(directory, source)
  const { engine, runJob } = await openJobRunner(definition, { directory, agents })
  const dataDirectory = join(directory, 'data')
  return {
    dataDirectory,
    durable:
      'SQLite in WAL mode, synchronous=FULL: each submit and decision, and with it every claim and result it rests on; group commit',
    runJob: (index) => runJob({ input: { index } }),
    fsyncs: async () => Number(/^troupe_store_commits_total (\d+)$/m.exec(engine.meter.render())?.[1] ?? 0),
    async close() {
      await engine.close()
      return recordedIn(join(dataDirectory, 'jobs.db'))
    },
  }
}

function recordedIn(file: string): Recorded {
  const database = new DatabaseSync(file, { readOnly: true })
  const count = (from: string) => Number(database.prepare(`SELECT count(*) AS count FROM ${from}`).get()?.count)
  const recorded = {
    completedJobs: count(`jobs WHERE status = 'completed'`),
    stepResults: count(`results WHERE ending ->> '$.status' = 'completed'`),
  }
  database.close()
  return recorded
}

export interface JobRunner {
  readonly engine: OpenEngine
  /** Submits a job; settles when its status was read back as completed. */
  runJob(submission: Omit<Submission, 'tenant'>): Promise<void>
}

export async function openJobRunner(
  definition: Definition,
  place: Pick<BenchEngineOptions, 'directory' | 'agents'>,
): Promise<JobRunner> {
  const ended = new Map<string, () => void>()
  const log = onJobEnd((jobId) => {
    ended.get(jobId)?.()
    ended.delete(jobId)
  })
  const engine = await openBenchEngine(definition, { ...place, log })
  return {
    engine,
    async runJob(submission) {
      const { job } = await submitJob(engine.ports, definition, { tenant: 'local', ...submission })
      await new Promise<void>((resolve) => ended.set(job.jobId, resolve))
      const { status } = (await engine.ports.store.loadJob(job.jobId)) ?? { status: 'lost' }
      if (status !== 'completed') throw new Error(`job ${job.jobId} is ${status}`)
    },
  }
}

/** Copies a project below the directory; answers its definition. */
export function makeProject(directory: string, source: ProjectSource): Definition {
  const { definition } = readManifest(makeProjectFolder(join(directory, 'project'), source))
  if (definition === undefined) throw new Error(`${source.project} has errors`)
  return definition
}

export interface BenchEngineOptions {
  /** Holds `project` and the data directory, `data`. */
  readonly directory: string
  readonly agents: AgentPlace
  readonly log: Log
}

export async function openBenchEngine(
  definition: Definition,
  { directory, agents, log }: BenchEngineOptions,
): Promise<OpenEngine> {
  const projectDirectory = join(directory, 'project')
  const agentOf = (agent: string) => definition.agents[agent]
  const executor: OpenEngineOptions['executor'] = ({ log, blobs }) => {
    if (agents === 'nowhere') return { execute: () => new Promise(() => {}), close: async () => {} }
    if (agents === 'inProcess') return createInProcessAgents({ log, blobs, projectDirectory, agentOf })
    return new WorkerPool({
      workerUrl: agentWorkerUrl,
      describe: agentOf,
      projectDirectory,
      env: processEnvironment(),
      maxWorkers: usualMaxRunning + usualMaxIdle,
      log,
      blobs,
    })
  }
  const maxRunning = agents === 'workers' ? usualMaxRunning : 256
  return await openEngine({ dataDirectory: join(directory, 'data'), log, maxRunning, agentOf, executor })
}

/** The engine says in its log that a job has ended, once that is saved. */
export function onJobEnd(told: (jobId: string) => void): Log {
  return (_level, message, fields) => {
    if (message === 'job completed' || message === 'job failed') told(String(fields?.jobId))
  }
}

import { join } from 'node:path'
import { WorkerPool } from '../../src/adapters/local/worker-pool.ts'
import { systemClock } from '../../src/adapters/node/system-clock.ts'
import type { Definition } from '../../src/core/definition.ts'
import { agentWorkerUrl } from '../../src/dev/agent-worker-url.ts'
import { type OpenEngine, type OpenEngineOptions, openEngine } from '../../src/dev/open-engine.ts'
import { usualMaxIdle, usualMaxRunning } from '../../src/dev/usual-limits.ts'
import { submitJob } from '../../src/engine/submit-job.ts'
import { processEnvironment } from '../../src/env.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import type { Log } from '../../src/ports/log.ts'
import { createInProcessAgents } from './in-process-agents.ts'
import { makeProjectFolder, type ProjectSource } from './project-folder.ts'
import type { System } from './system.ts'

export type AgentPlace = 'workers' | 'inProcess'

/** The engine of the laptop runtime, log file and metrics included, without HTTP. */
export async function openTroupe(directory: string, agents: AgentPlace, source: ProjectSource): Promise<System> {
  const { definition } = readManifest(makeProjectFolder(join(directory, 'project'), source))
  if (definition === undefined) throw new Error(`${source.project} has errors`)
  const ended = new Map<string, () => void>()
  const engine = await openBenchEngine(definition, { directory, agents, log: noteEnds(ended) })
  return {
    dataDirectory: join(directory, 'data'),
    async runJob(index) {
      const { job } = await submitJob(engine.ports, definition, { tenant: 'local', input: { index } })
      await new Promise<void>((resolve) => ended.set(job.jobId, resolve))
      const { status } = (await engine.ports.store.loadJob(job.jobId)) ?? { status: 'lost' }
      if (status !== 'completed') throw new Error(`job ${job.jobId} is ${status}`)
    },
    fsyncs: () => Number(/^troupe_store_commits_total (\d+)$/m.exec(engine.meter.render())?.[1] ?? 0),
    close: engine.close,
  }
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
  const executor: OpenEngineOptions['executor'] = ({ log, blobs }) =>
    agents === 'inProcess'
      ? createInProcessAgents({ log, blobs, projectDirectory, agentOf })
      : new WorkerPool({
          workerUrl: agentWorkerUrl,
          describe: agentOf,
          projectDirectory,
          env: processEnvironment(),
          maxWorkers: usualMaxRunning + usualMaxIdle,
          log,
          storage: blobs,
          clock: systemClock,
        })
  const maxRunning = agents === 'inProcess' ? 256 : usualMaxRunning
  return await openEngine({ dataDirectory: join(directory, 'data'), log, maxRunning, agentOf, executor })
}

/** The engine says in its log that a job has ended, once that is saved. */
function noteEnds(ended: Map<string, () => void>): Log {
  return (_level, message, fields) => {
    if (message !== 'job completed' && message !== 'job failed' && message !== 'job cancelled') return
    const jobId = String(fields?.jobId)
    ended.get(jobId)?.()
    ended.delete(jobId)
  }
}

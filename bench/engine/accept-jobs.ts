import { writeSync } from 'node:fs'
import { submitJob } from '../../src/engine/submit-job.ts'
import type { ProjectSource } from './project-folder.ts'
import { type AgentPlace, makeProject, onJobEnd, openBenchEngine } from './troupe-system.ts'

export interface AcceptRequest {
  readonly directory: string
  readonly agents: AgentPlace
  readonly source: ProjectSource
  readonly jobs: number
  /** Jobs at once, from submit to end; when agents are nowhere, submits at once. */
  readonly concurrency: number
}

/** Submits jobs and says `accepted <jobId>` of each, until it is killed. */
async function acceptJobs({ directory, agents, source, jobs, concurrency }: AcceptRequest): Promise<void> {
  const definition = makeProject(directory, source)
  const ended = new Map<string, () => void>()
  const log = onJobEnd((jobId) => ended.get(jobId)?.())
  const engine = await openBenchEngine(definition, { directory, agents, log })
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < jobs) {
      const { job } = await submitJob(engine.ports, definition, { tenant: 'local', input: { index: next++ } })
      writeSync(1, `accepted ${job.jobId}\n`)
      if (agents !== 'nowhere') await new Promise<void>((resolve) => ended.set(job.jobId, resolve))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  writeSync(1, 'all\n')
}

if (import.meta.main) await acceptJobs(JSON.parse(process.argv[2] ?? ''))

import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resourceUsage } from 'node:process'
import { submitJob } from '../../src/engine/submit-job.ts'
import { bytesOnDisk } from './disk.ts'
import type { ProjectSource } from './project-folder.ts'
import { makeProject, openBenchEngine } from './troupe-system.ts'

export interface WaitingFigures {
  readonly jobs: number
  /** Submitted, planned and saved as waiting. */
  readonly jobsPerSecond: number
  readonly peakMemoryMb: number
  /** When they all wait. */
  readonly memoryMb: number
  readonly diskBytesPerJob: number
}

/** As many jobs as asked for are stored, each waiting for ten days. */
async function waitingJobs({ jobs, source }: { jobs: number; source: ProjectSource }): Promise<WaitingFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const definition = makeProject(directory, source)
    const all = Promise.withResolvers<void>()
    let waiting = 0
    const log = (_level: string, message: string): void => {
      if (message === 'job waiting' && ++waiting === jobs) all.resolve()
    }
    const engine = await openBenchEngine(definition, { directory, agents: 'nowhere', log })
    const startedAt = performance.now()
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < jobs) await submitJob(engine.ports, definition, { tenant: 'local', input: { index: next++ } })
    }
    await Promise.all(Array.from({ length: 256 }, lane))
    await all.promise
    const ms = performance.now() - startedAt
    const memoryMb = Math.round(process.memoryUsage().rss / 1_048_576)
    await engine.close()
    return {
      jobs,
      jobsPerSecond: Math.round((jobs * 1_000) / ms),
      peakMemoryMb: Math.round(resourceUsage().maxRSS / 1_024),
      memoryMb,
      diskBytesPerJob: Math.round(bytesOnDisk(join(directory, 'data')) / jobs),
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

if (import.meta.main) writeSync(1, `${JSON.stringify(await waitingJobs(JSON.parse(process.argv[2] ?? '')))}\n`)

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AcceptRequest } from './engine/accept-jobs.ts'
import { type Built, withBuilt } from './engine/built.ts'
import type { ResumeFigures } from './engine/resume-jobs.ts'
import type { BenchOptions } from './options.ts'

export interface RestartFigures {
  /** Killed with -9 in the middle of the throughput run, agents in workers. */
  readonly killedInThroughput: ResumeFigures
  /** Killed with -9 when all jobs were accepted and none could end. */
  readonly killedWithAllUnfinished: ResumeFigures
}

/** What is left of a process that was killed with -9, and how soon the next one goes on with it. */
export async function benchRestart({ jobs = 10_000, concurrency = 64 }: BenchOptions): Promise<RestartFigures> {
  return await withBuilt(async (built) => {
    const throughput = { agents: 'workers', jobs: 1_000, concurrency, killAfter: 500 } as const
    const unfinished = { agents: 'nowhere', jobs, concurrency, killAfter: jobs } as const
    return {
      killedInThroughput: await killAndResume(built, 'throughput', throughput),
      killedWithAllUnfinished: await killAndResume(built, 'unfinished', unfinished),
    }
  })
}

/** @param load killed when so many jobs were accepted */
async function killAndResume(
  built: Built,
  name: string,
  { killAfter, ...load }: Omit<AcceptRequest, 'directory' | 'source'> & { readonly killAfter: number },
): Promise<ResumeFigures> {
  const directory = join(built.scratch, name)
  mkdirSync(directory, { recursive: true })
  const request: AcceptRequest = { ...load, directory, source: built.sourceOf('diamond') }
  const child = spawn(process.execPath, [built.fileOf('accept-jobs'), JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'close')
  const accepted: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    // A line that the kill cut short may name no job: what was not acknowledged whole does not count.
    const [, jobId] = /^accepted (\w{26})$/.exec(line) ?? []
    if (jobId !== undefined) accepted.push(jobId)
    if (accepted.length >= killAfter) child.kill('SIGKILL')
  }
  await gone
  const file = join(directory, 'accepted')
  writeFileSync(file, accepted.join('\n'))
  const agents = load.agents === 'workers' ? 'workers' : 'inProcess'
  return built.run<ResumeFigures>('resume-jobs', { directory, agents, accepted: file })
}

import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../src/core/job.ts'
import type { OpenEngine } from '../../src/dev/open-engine.ts'
import { readManifest } from '../../src/manifest/read-manifest.ts'
import { openBenchEngine } from './troupe-system.ts'

export interface ResumeRequest {
  readonly directory: string
  readonly agents: 'workers' | 'inProcess'
  /** A file with the ids of all accepted jobs, one a line. */
  readonly accepted: string
}

export interface ResumeFigures {
  readonly accepted: number
  readonly unfinished: number
  /** From the start of the process until the first step was recorded. */
  readonly firstStepMs: number
  /** Until the last job had ended. */
  readonly allEndedMs: number
  /** The longest that an unfinished job went without progress, from the start of the process. */
  readonly longestStandstillMs: number
  /** Accepted, and neither completed nor failed. */
  readonly lost: number
  /** Ended, but not as they should: nothing is wrong with their agents. */
  readonly failed: number
  /** Steps with more than one completed result, or none. */
  readonly notRecordedOnce: number
  readonly peakMemoryMb: number
}

/** Opens the data directory of a process that was killed, and goes on until every job has ended. */
async function resumeJobs({ directory, agents, accepted }: ResumeRequest): Promise<ResumeFigures> {
  const { definition } = readManifest(join(directory, 'project/agents.yaml'))
  if (definition === undefined) throw new Error('agents.yaml has errors')
  const progressAt = new Map<string, number>()
  const all = Promise.withResolvers<void>()
  let [ended, unfinished] = [0, Number.POSITIVE_INFINITY]
  const log = (_level: string, message: string, fields?: Readonly<Record<string, unknown>>): void => {
    const jobId = String(fields?.jobId)
    if (message === 'attempt completed' && !progressAt.has(jobId)) progressAt.set(jobId, performance.now())
    const hasEnded = message === 'job completed' || message === 'job failed'
    if (hasEnded && ++ended >= unfinished) all.resolve()
  }
  const engine = await openBenchEngine(definition, { directory, agents, log })
  unfinished = engine.recovered.jobs
  if (ended < unfinished) await all.promise
  const allEndedMs = Math.round(performance.now())
  const jobIds = readFileSync(accepted, 'utf8').trim().split('\n')
  const checked = await Promise.all(jobIds.map((jobId) => check(engine, jobId)))
  await engine.close()
  const standstills = [...progressAt.values()]
  return {
    accepted: jobIds.length,
    unfinished,
    firstStepMs: Math.round(Math.min(...standstills)),
    allEndedMs,
    longestStandstillMs: Math.round(standstills.reduce((longest, ms) => Math.max(longest, ms), 0)),
    lost: checked.filter(({ status }) => status !== 'completed' && status !== 'failed').length,
    failed: checked.filter(({ status }) => status === 'failed').length,
    notRecordedOnce: checked.reduce((sum, { notOnce }) => sum + notOnce, 0),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

async function check({ ports }: OpenEngine, jobId: string): Promise<{ status: string; notOnce: number }> {
  const job = await ports.store.loadJob(jobId)
  if (job?.status !== 'completed') return { status: job?.status ?? 'unknown', notOnce: 0 }
  return { status: job.status, notOnce: await stepsNotRecordedOnce(ports, job) }
}

async function stepsNotRecordedOnce({ store }: OpenEngine['ports'], job: Job): Promise<number> {
  const results = await store.listResults(job.jobId, [...new Set(job.steps.map(({ agent }) => agent ?? ''))])
  const times = (stepId: string) =>
    results.filter((result) => result.stepId === stepId && result.status === 'completed').length
  return job.steps.filter(({ stepId }) => times(stepId) !== 1).length
}

if (import.meta.main) writeSync(1, `${JSON.stringify(await resumeJobs(JSON.parse(process.argv[2] ?? '')))}\n`)

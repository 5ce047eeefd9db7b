import { median, percentile, rounded } from '../figures.ts'
import type { System } from './system.ts'
import { usageWith } from './usage.ts'

/** What a number of jobs took, so many of them at once. Times are from a job's submit until its end was read. */
export interface LoadFigures {
  readonly jobs: number
  readonly concurrency: number
  readonly jobsPerSecond: number
  readonly stepsPerSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  /** Of the whole process, all threads, the load's own part included, and of the servers beside it. */
  readonly cpuMsPerJob: number
  /** Where the system tells it. */
  readonly fsyncsPerJob?: number
  /** Of the process since its start; of servers, what they held at the end. */
  readonly peakMemoryMb: number
}

export interface Load {
  readonly jobs: number
  /** Jobs at once: as one ends the next is submitted. */
  readonly concurrency: number
}

export const stepsPerJob = 5

export async function runLoad(system: System, { jobs, concurrency }: Load): Promise<LoadFigures> {
  const [before, fsyncsBefore] = [usageWith(system.servers), await system.fsyncs()]
  const startedAt = performance.now()
  const latencies = await runJobs(system, { concurrency, goesOn: (begun) => begun < jobs })
  const ms = performance.now() - startedAt
  const [after, fsyncs] = [usageWith(system.servers), await system.fsyncs()]
  return {
    jobs,
    concurrency,
    jobsPerSecond: Math.round((jobs * 1_000) / ms),
    stepsPerSecond: Math.round((jobs * stepsPerJob * 1_000) / ms),
    p50Ms: rounded(median(latencies)),
    p95Ms: rounded(percentile(latencies, 0.95)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    cpuMsPerJob: rounded((after.cpuMs - before.cpuMs) / jobs),
    ...(fsyncs === undefined || fsyncsBefore === undefined
      ? {}
      : { fsyncsPerJob: rounded((fsyncs - fsyncsBefore) / jobs) }),
    peakMemoryMb: after.memoryMb,
  }
}

/** Code is compiled, threads are started and files have grown then: jobs for so long, and to their end. */
export async function warmUp(system: System, { concurrency, ms }: { concurrency: number; ms: number }): Promise<void> {
  const until = performance.now() + ms
  await runJobs(system, { concurrency, goesOn: () => performance.now() < until })
}

interface Jobs {
  readonly concurrency: number
  /** @param begun jobs so far */
  goesOn(begun: number): boolean
}

/** Answers each job's time in ms. */
async function runJobs(system: System, { concurrency, goesOn }: Jobs): Promise<number[]> {
  const latencies: number[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (goesOn(next)) {
      const submittedAt = performance.now()
      await system.runJob(next++)
      latencies.push(performance.now() - submittedAt)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return latencies
}

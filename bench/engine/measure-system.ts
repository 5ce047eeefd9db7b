import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesOnDisk } from './disk.ts'
import { type Load, type LoadFigures, runLoad, stepsPerJob, warmUp } from './load.ts'
import type { Recorded, System } from './system.ts'

export interface Measured {
  readonly durable: string
  readonly loads: readonly LoadFigures[]
  /** What is left on disk when the system is closed, over all jobs. */
  readonly diskBytesPerJob: number
}

/** The same for every system. */
const usualWarmUp = { concurrency: 64, ms: 5_000 }

/**
 * Opens a system in a folder that goes with it, and measures the loads, one after another. Throws when its store does
 * not hold every job as completed and every step's result.
 */
export async function measureSystem(
  open: (directory: string) => Promise<System>,
  loads: readonly Load[],
): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const system = await open(directory)
    let jobs = 0
    const counted: System = { ...system, runJob: () => system.runJob(jobs++) }
    await warmUp(counted, usualWarmUp)
    const figures: LoadFigures[] = []
    for (const load of loads) figures.push(await runLoad(counted, load))
    const recorded = await system.close()
    check(recorded, jobs)
    const diskBytesPerJob = Math.round(bytesOnDisk(system.dataDirectory) / jobs)
    return { durable: system.durable, loads: figures, diskBytesPerJob }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function check({ completedJobs, stepResults }: Recorded, jobs: number): void {
  if (completedJobs === jobs && stepResults === jobs * stepsPerJob) return
  throw new Error(`of ${jobs} jobs, ${completedJobs} are kept as completed, with ${stepResults} results of steps`)
}

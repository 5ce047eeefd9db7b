import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBareSqlite } from './bare-sqlite.ts'
import { bytesOnDisk } from './disk.ts'
import { type Load, type LoadFigures, runLoad } from './load.ts'
import type { ProjectSource } from './project-folder.ts'
import type { OpenSystem } from './system.ts'
import { openTroupe } from './troupe-system.ts'

/** One measurement, in a process of its own, so that memory and warmth are its own. */
export interface Measurement {
  readonly subject: keyof typeof subjects
  readonly source: ProjectSource
  /** One after another, in the same process. */
  readonly loads: readonly Load[]
}

export interface Measured {
  readonly loads: readonly LoadFigures[]
  /** What is left on disk when the system is closed, over all jobs. */
  readonly diskBytesPerJob: number
}

export const subjects = {
  bareSqlite: openBareSqlite,
  inProcess: (directory, source) => openTroupe(directory, 'inProcess', source),
  workers: (directory, source) => openTroupe(directory, 'workers', source),
} satisfies Record<string, OpenSystem>

/** Code is compiled and threads are started then. */
const warmUp = { jobs: 500, concurrency: 64 }

async function measure({ subject, source, loads }: Measurement): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const system = await subjects[subject](directory, source)
    await runLoad(system, warmUp)
    const figures: LoadFigures[] = []
    for (const load of loads) figures.push(await runLoad(system, load))
    await system.close()
    const jobs = [warmUp, ...loads].reduce((sum, load) => sum + load.jobs, 0)
    return { loads: figures, diskBytesPerJob: Math.round(bytesOnDisk(system.dataDirectory) / jobs) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  // As the command does.
  enableCompileCache()
  const measurement = JSON.parse(process.argv[2] ?? '') as Measurement
  writeSync(1, `${JSON.stringify(await measure(measurement))}\n`)
}

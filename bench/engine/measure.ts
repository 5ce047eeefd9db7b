import { writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { openBareSqlite } from './bare-sqlite.ts'
import type { Load } from './load.ts'
import { measureSystem } from './measure-system.ts'
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

export const subjects = {
  bareSqlite: openBareSqlite,
  inProcess: (directory, source) => openTroupe(directory, 'inProcess', source),
  workers: (directory, source) => openTroupe(directory, 'workers', source),
} satisfies Record<string, OpenSystem>

if (import.meta.main) {
  // As the command does.
  enableCompileCache()
  const { subject, source, loads } = JSON.parse(process.argv[2] ?? '') as Measurement
  const measured = await measureSystem((directory) => subjects[subject](directory, source), loads)
  writeSync(1, `${JSON.stringify(measured)}\n`)
}

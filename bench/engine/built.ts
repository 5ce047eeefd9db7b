import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, packageEntries } from '../../scripts/package/bundle.ts'
import { packageManifest } from '../../scripts/package/package-manifest.ts'
import type { ProjectSource } from './project-folder.ts'

/** Programs that measure; each takes one JSON argument and writes one line of JSON. */
const programs = {
  measure: 'bench/engine/measure.ts',
  'waiting-jobs': 'bench/engine/waiting-jobs.ts',
  'accept-jobs': 'bench/engine/accept-jobs.ts',
  'resume-jobs': 'bench/engine/resume-jobs.ts',
  'growing-store': 'bench/engine/growing-store.ts',
  'large-plans': 'bench/engine/large-plans.ts',
  'bare-http': 'bench/api/bare-http.ts',
} as const

export type ProgramName = keyof typeof programs

/** The package as users install it, with the measuring programs beside it. */
export interface Built {
  /** An empty folder that goes with it. */
  readonly scratch: string
  /** A project of bench/, with the built package as its `troupe`. */
  sourceOf(project: 'diamond' | 'waiting'): ProjectSource
  fileOf(program: ProgramName): string
  /** The file of the command `troupe`. */
  readonly command: string
  /** Runs the program in a process of its own, so that memory and warmth are its own; answers what it wrote. */
  run<T>(program: ProgramName, argument: object): T
}

/** Without the sources' types, whose stripping costs memory and time that no user pays. Gone when the work is done. */
export async function withBuilt<T>(work: (built: Built) => T | Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    const built = join(directory, 'troupe')
    await bundle(join(built, 'lib'), { ...packageEntries, ...programs })
    writeFileSync(join(built, 'package.json'), JSON.stringify(packageManifest()))
    const fileOf = (program: ProgramName) => join(built, 'lib', `${program}.js`)
    return await work({
      scratch: join(directory, 'scratch'),
      sourceOf: (project) => ({ project: fileURLToPath(new URL(`../${project}`, import.meta.url)), troupe: built }),
      fileOf,
      command: join(built, 'lib/troupe.js'),
      run: (program, argument) =>
        JSON.parse(
          execFileSync(process.execPath, [fileOf(program), JSON.stringify(argument)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'inherit'],
          }),
        ),
    })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

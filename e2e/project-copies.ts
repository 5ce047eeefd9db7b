/**
 * Copies of two projects for one run, each under a name of its own: so that no run meets another one, nor a stage that
 * somebody uses. They stand inside the repository, where their agents find their packages.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { defaultStage, stackNameOf } from '../src/manifest/deployment-names.ts'

export interface ProjectCopy {
  readonly directory: string
  /** Its agents.yaml. */
  readonly file: string
  readonly stage: string
  readonly stackName: string
}

type Manifest = Record<string, Record<string, unknown>>

const repository = join(import.meta.dirname, '..')
const ownProject = join(import.meta.dirname, 'project')

/** The system that comes with Troupe. */
export function copyShipped(folder: string, run: string): ProjectCopy {
  return copied(repository, { to: join(folder, 'shipped'), name: `e2e-${run}-shipped` })
}

/** e2e/project: agents that misbehave. */
export function copyTroubled(folder: string, run: string): ProjectCopy {
  return copied(ownProject, { to: join(folder, 'troubled'), name: `e2e-${run}-troubled` })
}

/** Adds to its agents.yaml what e2e/project/later.yaml holds. */
export function grow({ file }: ProjectCopy): void {
  const manifest = read(file)
  const later = read(join(ownProject, 'later.yaml'))
  for (const [section, added] of Object.entries(later)) manifest[section] = { ...manifest[section], ...added }
  writeFileSync(file, stringify(manifest))
}

function copied(from: string, { to, name }: { readonly to: string; readonly name: string }): ProjectCopy {
  cpSync(join(from, 'agents'), join(to, 'agents'), { recursive: true })
  const manifest = read(join(from, 'agents.yaml'))
  const file = join(to, 'agents.yaml')
  writeFileSync(file, stringify({ ...manifest, project: { ...manifest.project, name } }))
  const stage = defaultStage
  return { directory: to, file, stage, stackName: stackNameOf({ project: name, stage }) }
}

function read(file: string): Manifest {
  return parse(readFileSync(file, 'utf8'))
}

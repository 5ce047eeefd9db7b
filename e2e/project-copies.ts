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

/** What the copies of one run have in common. */
export interface RunCopies {
  readonly folder: string
  readonly run: string
  /** Where they are deployed, whatever they say themselves. */
  readonly region: string
}

/** The system that comes with Troupe. */
export function copyShipped(copies: RunCopies): ProjectCopy {
  return copied(repository, 'shipped', copies)
}

/** e2e/project: agents that misbehave. */
export function copyTroubled(copies: RunCopies): ProjectCopy {
  return copied(ownProject, 'troubled', copies)
}

/** Adds to its agents.yaml what e2e/project/later.yaml holds. */
export function grow({ file }: ProjectCopy): void {
  const manifest = read(file)
  const later = read(join(ownProject, 'later.yaml'))
  for (const [section, added] of Object.entries(later)) manifest[section] = { ...manifest[section], ...added }
  writeFileSync(file, stringify(manifest))
}

function copied(from: string, kind: string, { folder, run, region }: RunCopies): ProjectCopy {
  const to = join(folder, kind)
  const name = `e2e-${run}-${kind}`
  cpSync(join(from, 'agents'), join(to, 'agents'), { recursive: true })
  const manifest = read(join(from, 'agents.yaml'))
  const file = join(to, 'agents.yaml')
  writeFileSync(file, stringify({ ...manifest, project: { ...manifest.project, name, region } }))
  const stage = defaultStage
  return { directory: to, file, stage, stackName: stackNameOf({ project: name, stage }) }
}

function read(file: string): Manifest {
  return parse(readFileSync(file, 'utf8'))
}

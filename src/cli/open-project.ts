import { dirname, resolve } from 'node:path'
import type { Definition } from '../core/definition.ts'
import { Fault, type Finding } from '../core/fault.ts'
import type { DeploymentSettings } from '../manifest/deployment-settings.ts'
import { readManifest } from '../manifest/read-manifest.ts'
import { renderFindings } from '../manifest/render-findings.ts'
import { CommandFault, showFinding } from './command-fault.ts'
import type { Run } from './run-command.ts'

/** An agents.yaml as a command found it. */
export interface Project {
  /** As it was given. */
  readonly file: string
  /** The folder of agents.yaml, absolute: entries of agents are relative to it. */
  readonly directory: string
  readonly text: string
  /** Absent when a finding is an error. */
  readonly definition?: Definition
  /** When it was opened for a stage and no finding is an error. */
  readonly deployment?: DeploymentSettings
  readonly findings: readonly Finding[]
}

export interface CheckedProject extends Project {
  readonly definition: Definition
}

export interface StageProject extends CheckedProject {
  readonly deployment: DeploymentSettings
}

/**
 * Reads and checks an agents.yaml. Throws `MANIFEST_NOT_FOUND`, `MANIFEST_UNKNOWN_STAGE`; what else is wrong is in the
 * findings.
 * @param stage absent: as it runs on a laptop
 */
export function openProject(file: string, stage?: string): Project {
  const { definition, deployment, text, ...read } = readManifest(file, stage === undefined ? {} : { stage })
  const findings = read.findings.map((finding) => asGiven(finding, file))
  const missing = findings.find(({ code }) => code === 'MANIFEST_NOT_FOUND' || code === 'MANIFEST_UNKNOWN_STAGE')
  if (missing !== undefined) throw new Fault(missing.code, missing.args)
  const directory = dirname(resolve(file))
  return {
    ...{ file, directory, text, findings },
    ...(definition === undefined ? {} : { definition }),
    ...(deployment === undefined ? {} : { deployment }),
  }
}

/** With the path that was given: an editor or a terminal opens the line from it. */
export function asGiven(finding: Finding, file: string): Finding {
  return finding.at === undefined ? finding : { ...finding, at: { ...finding.at, file } }
}

/** The same for a command that needs a valid one: shows the findings on stderr and throws `MANIFEST_INVALID`. */
export function openValidProject(run: Pick<Run, 'output' | 'file'>): CheckedProject {
  const project = openProject(run.file)
  const { definition } = project
  if (definition === undefined) throw invalid(run, project, {})
  return { ...project, definition }
}

/** The same for a command that is about one stage. */
export function openStageProject(run: Pick<Run, 'output' | 'file'>, stage: string): StageProject {
  const project = openProject(run.file, stage)
  const { definition, deployment } = project
  // `troupe validate` does not know which stage was asked for, and might find nothing.
  if (definition === undefined || deployment === undefined) throw invalid(run, project, { hint: 'Mend what is listed' })
  return { ...project, definition, deployment }
}

/** On stderr, unless `--json` will have them in its one document. */
export function sayFindings(
  { output }: Pick<Run, 'output'>,
  { findings, text }: Pick<Project, 'findings' | 'text'>,
): void {
  if (output.json || findings.length === 0) return
  output.stderr.write(renderFindings(findings, text, { color: output.stderr.color }))
}

/** `2 errors`, `1 error and 3 warnings`, `no errors`. */
export function countOf(findings: readonly Finding[]): string {
  const errors = errorsIn(findings)
  const warnings = findings.length - errors
  const parts = [
    ...(errors > 0 || warnings === 0 ? [errors === 0 ? 'no errors' : plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ]
  return parts.join(' and ')
}

/** What a proposed command needs to mean the same file: ` --file other.yaml`, or nothing. */
export function fileFlag(file: string): string {
  return file === 'agents.yaml' ? '' : ` --file ${file}`
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function invalid(
  { output }: Pick<Run, 'output'>,
  { file, findings, text }: Project,
  wording: { readonly hint?: string },
): CommandFault {
  sayFindings({ output }, { findings, text })
  const { code, message, hint } = new Fault('MANIFEST_INVALID', { file, count: errorsIn(findings), ...wording })
  const shown = output.json ? { findings: findings.map(showFinding) } : {}
  return new CommandFault({ code, message, ...(hint === undefined ? {} : { hint }), ...shown })
}

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ level }) => level === 'error').length
}

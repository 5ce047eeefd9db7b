import { dirname, resolve } from 'node:path'
import type { Definition } from '../core/definition.ts'
import { Fault, type Finding } from '../core/fault.ts'
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
  readonly findings: readonly Finding[]
}

export interface CheckedProject extends Project {
  readonly definition: Definition
}

/** Reads and checks an agents.yaml. Throws `MANIFEST_NOT_FOUND`; what is wrong inside is in the findings. */
export function openProject(file: string): Project {
  const { definition, text, ...read } = readManifest(file)
  const findings = read.findings.map((finding) => asGiven(finding, file))
  const missing = findings.find(({ code }) => code === 'MANIFEST_NOT_FOUND')
  if (missing !== undefined) throw new Fault(missing.code, missing.args)
  const directory = dirname(resolve(file))
  return { file, directory, text, findings, ...(definition === undefined ? {} : { definition }) }
}

/** With the path that was given: an editor or a terminal opens the line from it. */
export function asGiven(finding: Finding, file: string): Finding {
  return finding.at === undefined ? finding : { ...finding, at: { ...finding.at, file } }
}

/** The same for a command that needs a valid one: shows the findings on stderr and throws `MANIFEST_INVALID`. */
export function openValidProject({ output, file }: Pick<Run, 'output' | 'file'>): CheckedProject {
  const project = openProject(file)
  const { definition, findings, text } = project
  if (definition !== undefined) return { ...project, definition }
  if (!output.json) output.stderr.write(renderFindings(findings, text, { color: output.stderr.color }))
  const { code, message, hint } = new Fault('MANIFEST_INVALID', { file, count: errorsIn(findings) })
  const shown = output.json ? { findings: findings.map(showFinding) } : {}
  throw new CommandFault({ code, message, ...(hint === undefined ? {} : { hint }), ...shown })
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

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ level }) => level === 'error').length
}

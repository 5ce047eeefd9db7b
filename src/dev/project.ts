import { watch } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import type { AgentDefinition, Definition } from '../core/definition.ts'
import { Fault, type Finding } from '../core/fault.ts'
import { readManifest } from '../manifest/read-manifest.ts'

/** The agents.yaml that a runtime serves, as it is now. */
export interface Project {
  readonly file: string
  /** The folder of agents.yaml: agents' code is found from here. */
  readonly directory: string
  /** The last version without errors. */
  definition(): Definition
  /** An agent of that version. */
  agent(name: string): AgentDefinition | undefined
  close(): void
}

export interface ProjectChanges {
  /** The file has errors: the last good definition stays. */
  refused(findings: readonly Finding[], text: string): void
  /** A new definition is in force for jobs submitted from now on, or the one before again after it was refused. */
  reloaded(definition: Definition): void
  /** An agent's code changed; undefined: code that several may share. */
  codeChanged(agent: string | undefined): void
}

/** An editor writes a file in several steps: changes within this time are one. */
const settleMs = 50

/**
 * Loads agents.yaml and follows its changes and those of the agents' folder.
 * Throws the fault `MANIFEST_INVALID` with every finding.
 */
export function openProject(path: string, changes: ProjectChanges): Project {
  const file = resolve(path)
  const directory = dirname(file)
  const first = readManifest(file)
  if (first.definition === undefined) throw invalid(path, first.findings)
  let definition = first.definition
  let isRefused = false

  const reload = (): void => {
    const next = readManifest(file)
    const wasRefused = isRefused
    isRefused = next.definition === undefined
    if (next.definition === undefined) return changes.refused(next.findings, next.text)
    if (next.definition.hash === definition.hash && !wasRefused) return
    definition = next.definition
    changes.reloaded(definition)
  }
  const follow = (changed: readonly string[]): void => {
    if (changed.includes(relativeTo(directory, file))) reload()
    const agents = new Set(
      changed.filter((name) => name.startsWith(`agents${sep}`)).map((name) => agentOf(name, definition)),
    )
    for (const agent of agents) changes.codeChanged(agent)
  }
  const watcher = watchFolder(directory, follow)
  return {
    file,
    directory,
    definition: () => definition,
    agent: (name) => (Object.hasOwn(definition.agents, name) ? definition.agents[name] : undefined),
    close: () => watcher.close(),
  }
}

function invalid(file: string, findings: readonly Finding[]): Fault {
  const count = findings.filter(({ level }) => level === 'error').length
  return new Fault('MANIFEST_INVALID', { file, count }, { findings })
}

function relativeTo(directory: string, file: string): string {
  return file.slice(directory.length + 1)
}

function agentOf(changed: string, definition: Definition): string | undefined {
  const [, folder = ''] = changed.split(sep)
  return Object.hasOwn(definition.agents, folder) ? folder : undefined
}

function watchFolder(directory: string, follow: (changed: readonly string[]) => void): { close(): void } {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const note = (name: string | null): void => {
    if (name === null || isForeign(name)) return
    changed.add(name)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const names = [...changed]
      changed.clear()
      follow(names)
    }, settleMs)
  }
  const folders = [watch(directory, (_event, name) => note(name))]
  const agents = resolve(directory, 'agents')
  try {
    folders.push(
      watch(agents, { recursive: true }, (_event, name) => note(name === null ? null : `agents${sep}${name}`)),
    )
  } catch {
    // No agents folder: every entry lies elsewhere, and is read anew with the next start.
  }
  return {
    close() {
      clearTimeout(timer)
      for (const folder of folders) folder.close()
    },
  }
}

function isForeign(name: string): boolean {
  return name.includes('node_modules') || name.startsWith('.')
}

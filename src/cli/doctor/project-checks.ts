import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AgentDefinition } from '../../core/definition.ts'
import { checkAgentLoads } from '../../dev/run-agent-alone.ts'
import { processEnvironment } from '../../env.ts'
import { countOf, plural } from '../open-project.ts'
import { type Check, type Patient, verdict } from './check.ts'
import type { Look } from './machine-checks.ts'

/** What agents.yaml and the agents' code must be. */
export const projectChecks: Readonly<Record<string, Look>> = {
  'agents.yaml': ({ file, project }) => {
    const found = project === undefined ? `there is no ${file}` : `${project.file}: ${countOf(project.findings)}`
    const repair = project === undefined ? 'Name the file: --file <path>' : `See the findings: troupe validate ${file}`
    return verdict('without errors', project?.definition !== undefined, { found, repair })
  },
  'editor schema': ({ project }) => {
    const line = /^\s*#\s*yaml-language-server:\s*\$schema=(\S+)/m.exec(project?.text ?? '')?.[1]
    if (project === undefined) return unknown('a schema line')
    const isThere = line !== undefined && (/^https?:/.test(line) || existsSync(resolve(project.directory, line)))
    const found =
      line === undefined ? 'no line # yaml-language-server' : isThere ? line : `${line}, which does not exist`
    const schema = relative(project.directory, fileURLToPath(import.meta.resolve('#agents-schema')))
    const repair = `First line of ${project.file}: # yaml-language-server: $schema=${schema}`
    return verdict('a schema that exists, for completion', isThere, { found, repair, level: 'warning' })
  },
  'code of agents': (patient) => agentsCheck(patient, 'can be imported', (code) => !exportCodes.has(code)),
  'schemas and tools': (patient) =>
    agentsCheck(patient, 'exports what agents.yaml names', (code) => exportCodes.has(code)),
  'environment variables': ({ project }) => {
    const agents = Object.values(project?.definition?.agents ?? {})
    if (agents.length === 0) return unknown('every declared variable set')
    const names = [...new Set(agents.flatMap(({ environment }) => environment))]
    const variables = processEnvironment()
    const missing = names.filter((name) => (variables[name] ?? '') === '')
    const found = missing.length === 0 ? `${plural(names.length, 'variable')} set` : `not set: ${missing.join(', ')}`
    const repair = `Set before the start: export ${missing[0] ?? ''}=…`
    return verdict('every declared variable set', missing.length === 0, { found, repair })
  },
  'installed packages': ({ project }) => {
    if (project === undefined) return unknown('packages of package.json installed')
    const needs = existsSync(join(project.directory, 'package.json'))
    const has = !needs || existsSync(join(project.directory, 'node_modules'))
    const found = has ? (needs ? 'node_modules is there' : 'no package.json, none needed') : 'no node_modules'
    return verdict('packages of package.json installed', has, { found, repair: 'npm ci', level: 'warning' })
  },
}

/** These the agent's file causes by what it leaves out; every other one by what it does. */
const exportCodes = new Set(['AGENT_NOT_DEFINED', 'AGENT_SCHEMA_MISSING', 'AGENT_TOOL_MISSING'])

type LoadError = { readonly code: string; readonly message: string }

const loading = new WeakMap<Patient, Promise<readonly LoadError[]>>()

async function agentsCheck(
  patient: Patient,
  what: string,
  isOwn: (code: string) => boolean,
): Promise<Omit<Check, 'name'>> {
  const wanted = `code of every agent ${what}`
  const agents = Object.values(patient.project?.definition?.agents ?? {}).filter(({ type }) => type === 'worker')
  if (agents.length === 0) return unknown(wanted)
  const errors = loading.get(patient) ?? loadAll(patient, agents)
  loading.set(patient, errors)
  const own = (await errors).filter(({ code }) => isOwn(code))
  const found =
    own.length === 0
      ? `of ${plural(agents.length, 'agent')}, each ${what}`
      : own.map(({ message }) => message).join('; ')
  return verdict(wanted, own.length === 0, { found, repair: 'Correct the file; then try it: troupe test <agent>' })
}

/** Each in a thread of its own, a few at a time: a thread takes tens of MB. */
async function loadAll({ project }: Patient, agents: readonly AgentDefinition[]): Promise<LoadError[]> {
  const projectDirectory = project?.directory ?? '.'
  const errors: LoadError[] = []
  const waiting = [...agents]
  const lane = async (): Promise<void> => {
    for (let agent = waiting.shift(); agent !== undefined; agent = waiting.shift()) {
      const error = await checkAgentLoads({ agent, projectDirectory, env: processEnvironment(), log: () => undefined })
      if (error !== undefined) errors.push(error)
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  return errors
}

function unknown(wanted: string): Omit<Check, 'name'> {
  return { status: 'skipped', wanted, found: 'agents.yaml must be valid first' }
}

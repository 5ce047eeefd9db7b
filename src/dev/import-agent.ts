import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type AgentDeclaration,
  type LoadedAgent,
  loadAgent,
  type ModuleExports,
  toolsBeyond,
} from '../agent/load-agent.ts'
import { Fault } from '../core/fault.ts'

/**
 * Imports an agent's module, and tools.ts beside it when the module does not export every declared tool itself.
 * Throws the faults of `loadAgent`, and `AGENT_LOAD_FAILED` with the first line and the place of what went wrong, and the
 * repair of an import that leads nowhere: of an attempt's error only code and message are kept.
 */
export async function importAgent(declared: AgentDeclaration, projectDirectory: string): Promise<LoadedAgent> {
  const importing = { declared, projectDirectory }
  const main = await importModule(importing, declared.entry)
  const tools = join(dirname(declared.entry), `tools${extname(declared.entry)}`)
  const beside = toolsBeyond(declared, main).length > 0 && existsSync(join(projectDirectory, tools))
  return loadAgent(declared, main, beside ? await importModule(importing, tools) : {})
}

interface Importing {
  readonly declared: AgentDeclaration
  readonly projectDirectory: string
}

async function importModule({ declared, projectDirectory }: Importing, path: string): Promise<ModuleExports> {
  try {
    return await import(pathToFileURL(join(projectDirectory, path)).href)
  } catch (thrown) {
    const problem = `${problemOf(thrown, projectDirectory)}${importRepair(thrown)}`
    throw new Fault('AGENT_LOAD_FAILED', { agent: declared.name, entry: path, problem }, { cause: thrown })
  }
}

/** Of a package that is not installed, and of a file named without its ending or by that of the compiled one. */
function importRepair(thrown: unknown): string {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND')) return ''
  const missing = /Cannot find package '([^']+)'/.exec(thrown.message)?.[1]
  if (missing !== undefined) return `; install it beside agents.yaml: npm install ${missing}`
  if (!('url' in thrown && typeof thrown.url === 'string' && thrown.url.startsWith('file:'))) return ''
  const stem = fileURLToPath(thrown.url).replace(/\.m?js$/, '')
  const meant = ['.ts', '.js'].map((ending) => `${stem}${ending}`).find((file) => existsSync(file))
  return meant === undefined ? '' : `; the file's name is ${basename(meant)}`
}

/** `ReferenceError: rows is not defined (agents/cleaner/agent.ts:12:5)`; places are relative to the project. */
function problemOf(thrown: unknown, projectDirectory: string): string {
  if (!(thrown instanceof Error)) return `it threw ${String(thrown).split('\n', 1)[0] ?? ''}`.slice(0, 300)
  const here = `${pathToFileURL(projectDirectory).href}/`
  const relative = (text: string) => text.replaceAll(here, '').replaceAll(`${projectDirectory}/`, '')
  const line = relative(`${thrown.name}: ${thrown.message}`.split('\n', 1)[0] ?? '').slice(0, 300)
  const place = (thrown.stack ?? '')
    .split('\n')
    .map((text) => placeIn(text, here))
    .find((found) => found !== undefined)
  return place === undefined || line.includes(place) ? line : `${line} (${place})`
}

/** The place that a line of a stack names, when it lies in the project and not in a package. */
function placeIn(line: string, here: string): string | undefined {
  const start = line.indexOf(here)
  if (start < 0 || line.includes('/node_modules/')) return undefined
  return /^[^\s):]+:\d+(?::\d+)?/.exec(line.slice(start + here.length))?.[0]
}

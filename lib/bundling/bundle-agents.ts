import { existsSync } from 'node:fs'
import { dirname, extname, join, resolve, sep } from 'node:path'
import { type BuildFailure, build, type Message, type Plugin } from 'esbuild'
import type { AgentDefinition } from '../../src/core/definition.ts'
import { Fault, type Finding } from '../../src/core/fault.ts'
import { esbuildSettings } from './esbuild-settings.ts'
import { projectSources } from './project-sources.ts'

const virtual = 'agent-code'

/**
 * Bundles each agent's code with the packages it uses, for itself: nothing is shared between agents, so that an agent's
 * bytes depend on its own sources alone. One pass reads what they share once.
 *
 * Throws the fault `AGENT_BUNDLE_FAILED` with a finding for every problem of every agent.
 * @returns the one module of each agent, by name; it exports `main` and, where there is a tools.ts, `tools`
 */
export async function bundleAgents(
  projectDirectory: string,
  agents: readonly AgentDefinition[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (agents.length === 0) return new Map()
  const project = resolve(projectDirectory)
  const out = join(project, 'out')
  const entryPoints = Object.fromEntries(agents.map(({ name }) => [name, `${virtual}:${name}`]))
  const plugins = [...esbuildSettings.plugins, agentCode(project, agents), projectSources(project)]
  try {
    const { outputFiles } = await build({
      ...esbuildSettings,
      absWorkingDir: project,
      entryPoints,
      outdir: out,
      plugins,
    })
    return new Map(outputFiles.map(({ path, contents }) => [nameOf(path.slice(out.length + sep.length)), contents]))
  } catch (thrown) {
    throw isBuildFailure(thrown) ? bundleFault(thrown.errors, agents) : thrown
  }
}

function nameOf(file: string): string {
  return file.slice(0, -extname(file).length)
}

/** The entry of an agent's bundle: its module, and tools.ts beside it when agents.yaml names tools. */
function agentCode(project: string, agents: readonly AgentDefinition[]): Plugin {
  const entryOf = new Map(agents.map((agent) => [agent.name, codeOf(project, agent)]))
  return {
    name: virtual,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^agent-code:/ }, ({ path }) => ({
        path: path.slice(virtual.length + 1),
        namespace: virtual,
      }))
      onLoad({ filter: /.*/, namespace: virtual }, ({ path }) => ({
        contents: entryOf.get(path) ?? '',
        resolveDir: project,
      }))
    },
  }
}

function codeOf(project: string, { entry, tools }: AgentDefinition): string {
  const beside = join(dirname(entry), `tools${extname(entry)}`)
  const hasTools = tools.length > 0 && existsSync(join(project, beside))
  return [...(hasTools ? [['tools', beside]] : []), ['main', entry]]
    .map(([name, path]) => `export * as ${name} from ${JSON.stringify(`./${path}`)}\n`)
    .join('')
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors)
}

function bundleFault(errors: readonly Message[], agents: readonly AgentDefinition[]): Fault {
  // A problem of a file that several agents share is met once for each of them.
  const problems = new Map(errors.map((error) => [JSON.stringify(argsOf(error, agents)), argsOf(error, agents)]))
  const findings = [...problems.values()].map(
    (args): Finding => ({ code: 'AGENT_BUNDLE_FAILED', level: 'error', args }),
  )
  return new Fault('AGENT_BUNDLE_FAILED', findings[0]?.args ?? {}, { findings })
}

function argsOf({ text, location }: Message, agents: readonly AgentDefinition[]) {
  const file = location?.file ?? ''
  const agent = agents.find(({ name }) => file === `${virtual}:${name}`)
  const problem = text.replace(/\s+/g, ' ')
  if (agent !== undefined) return { file: agent.entry, problem }
  return { file: location === null ? 'agents.yaml' : `${file}:${location.line}:${location.column + 1}`, problem }
}

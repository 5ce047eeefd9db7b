import { existsSync } from 'node:fs'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'
import type { AgentDefinition } from '../../src/core/definition.ts'
import { bundleFault, isBuildFailure } from './bundle-fault.ts'
import { esbuildSettings } from './esbuild-settings.ts'
import { llmModule, projectSources } from './project-sources.ts'
import { runEsbuild } from './run-esbuild.ts'
import { besideZod, type NamesOfZod, namesOfZod, zodByNames } from './zod-by-names.ts'

const virtual = 'agent-code'

export interface AgentCode {
  /** Exports `main` and, where there is a tools.ts, `tools`. */
  readonly module: string
  /** The names of zod that it imports from `zodFile` beside it. */
  readonly zod: NamesOfZod
  /** Whether it imports `troupe/llm`: from the start, or in case agents.yaml gives it a model. */
  readonly usesLlm: 'always' | 'withModel' | 'never'
}

/**
 * Bundles each agent's code with the packages it uses, for itself: nothing is shared between agents, so that an agent's
 * bytes depend on its own sources alone. One pass reads what they share once.
 *
 * Throws the fault `AGENT_BUNDLE_FAILED` with a finding for every problem of every agent.
 * @returns the one module of each agent, by name
 */
export async function bundleAgents(
  projectDirectory: string,
  agents: readonly AgentDefinition[],
): Promise<ReadonlyMap<string, AgentCode>> {
  if (agents.length === 0) return new Map()
  const project = resolve(projectDirectory)
  const out = join(project, 'out')
  const entryPoints = Object.fromEntries(agents.map(({ name }) => [name, `${virtual}:${name}`]))
  const plugins = [...esbuildSettings.plugins, agentCode(project, agents), zodByNames(project), projectSources(project)]
  try {
    const { outputFiles, metafile } = await runEsbuild({
      ...esbuildSettings,
      absWorkingDir: project,
      entryPoints,
      outdir: out,
      plugins,
    })
    return new Map(
      outputFiles.map(({ path, text }) => {
        const imports = metafile.outputs[relative(project, path).split(sep).join('/')]?.imports ?? []
        const code = { module: besideZod(text), zod: namesOfZod(imports), usesLlm: usesLlm(imports) }
        return [nameOf(path.slice(out.length + sep.length)), code]
      }),
    )
  } catch (thrown) {
    throw isBuildFailure(thrown) ? bundleFault(thrown.errors, (file) => entryOf(file, agents)) : thrown
  }
}

function usesLlm(imports: Metafile['outputs'][string]['imports']): AgentCode['usesLlm'] {
  const kinds = imports.flatMap(({ path, kind, external }) => (external === true && path === llmModule ? [kind] : []))
  if (kinds.length === 0) return 'never'
  return kinds.every((kind) => kind === 'dynamic-import') ? 'withModel' : 'always'
}

/** The code of an agent alone is a file that only this bundling knows. */
function entryOf(file: string | undefined, agents: readonly AgentDefinition[]): string | undefined {
  return agents.find(({ name }) => file === `${virtual}:${name}`)?.entry
}

function nameOf(file: string): string {
  return file.slice(0, -extname(file).length)
}

/** The entry of an agent's bundle: its module, and tools.ts beside it when agents.yaml names tools. */
function agentCode(project: string, agents: readonly AgentDefinition[]): Plugin {
  const sources = new Map(agents.map((agent) => [agent.name, codeOf(project, agent)]))
  return {
    name: virtual,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^agent-code:/ }, ({ path }) => ({
        path: path.slice(virtual.length + 1),
        namespace: virtual,
      }))
      onLoad({ filter: /.*/, namespace: virtual }, ({ path }) => ({
        contents: sources.get(path) ?? '',
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

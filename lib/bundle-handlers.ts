/**
 * Bundles a project for AWS: one folder for each Lambda, with `index.mjs` that exports `handler`.
 *
 * 1. The same platform, project and packages give the same bytes.
 * 2. A folder of an agent depends on that agent's sources and its entry in agents.yaml alone: adding or changing another
 *    changes not one byte of it. A folder of the platform depends on nothing of the project.
 *
 * The platform's Lambdas are one esbuild pass with chunks, the agents' code another without: chunks between agents would
 * be cut anew whenever another agent begins to use what they share. `troupe/llm` is a pass for each provider of models.
 */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { bundlePlatform } from '#bundle-platform'
import platform from '../package.json' with { type: 'json' }
import type { AgentDefinition, Definition } from '../src/core/definition.ts'
import { bundlePackages, writeAgentFolders } from './bundling/agent-folders.ts'
import { bundleAgents } from './bundling/bundle-agents.ts'
import { type HandlerName, handlerNames, type PlatformBundle } from './bundling/bundle-platform.ts'
import { definitionFile } from './bundling/definition-layer.ts'
import { writeFolder } from './bundling/write-folder.ts'

export interface BundleOptions {
  /** The folder of agents.yaml. */
  readonly projectDirectory: string
  readonly definition: Definition
  /** `handlers/`, `agents/` and `definition/` in it are made anew; nothing else is touched. */
  readonly outdir: string
  /** Default: made. Given where several projects are bundled. */
  readonly platform?: PlatformBundle
}

/** The folder of each Lambda. */
export interface BundledHandlers {
  readonly handlers: Readonly<Record<HandlerName, string>>
  readonly agents: Readonly<Record<string, string>>
  /** Of the layer that the API reads what new jobs follow from. */
  readonly definition: string
}

/** Throws the fault `AGENT_BUNDLE_FAILED` with a finding for every problem of every agent; nothing is written then. */
export async function bundleHandlers(options: BundleOptions): Promise<BundledHandlers> {
  const { definition, outdir } = options
  // An orchestrator has no code of its own.
  const workers = Object.values(definition.agents).filter(({ type }) => type === 'worker')
  const platformBundle = Promise.resolve(options.platform ?? bundlePlatform())
  const writeAgents = await bundledAgents({ ...options, platform: platformBundle }, workers)
  const { handlers } = await platformBundle
  const place = (...path: readonly string[]): string => resolve(outdir, ...path)
  for (const made of ['handlers', 'agents', 'definition']) rmSync(place(made), { recursive: true, force: true })
  const folders = handlerNames.map((name) => {
    return [name, writeFolder(place('handlers', name), [...handlers[name]])] as const
  })
  return {
    handlers: Object.fromEntries(folders) as Record<HandlerName, string>,
    agents: writeAgents(),
    definition: writeFolder(place('definition'), [definitionFile(definition, platform.version)]),
  }
}

/** The folder of one agent alone, `agents/<name>/`; throws as `bundleHandlers` does. */
export async function bundleAgent(options: Omit<BundleOptions, 'definition'>, agent: AgentDefinition): Promise<string> {
  const folder = resolve(options.outdir, 'agents', agent.name)
  const write = await bundledAgents({ ...options, platform: options.platform ?? bundlePlatform() }, [agent])
  rmSync(folder, { recursive: true, force: true })
  write()
  return folder
}

type AgentBundling = Pick<BundleOptions, 'projectDirectory' | 'outdir'> & {
  readonly platform: PlatformBundle | Promise<PlatformBundle>
}

/** Bundles them; what is answered writes their folders, and gives them by name. */
async function bundledAgents(
  { projectDirectory, outdir, platform }: AgentBundling,
  agents: readonly AgentDefinition[],
): Promise<() => Readonly<Record<string, string>>> {
  const [{ handlers }, codes] = await Promise.all([platform, bundleAgents(projectDirectory, agents)])
  const made = { projectDirectory: resolve(projectDirectory), agents, codes }
  const packages = await bundlePackages(made)
  const folders = { ...made, outdir: resolve(outdir, 'agents'), platform: [...handlers.agent] }
  return () => writeAgentFolders(folders, packages)
}

/**
 * Bundles a project for AWS: one folder for each Lambda, with `index.mjs` that exports `handler`.
 *
 * 1. The same platform, project and packages give the same bytes.
 * 2. A folder of an agent depends on that agent's sources and its entry in agents.yaml alone: adding or changing another
 *    changes not one byte of it. A folder of the platform depends on no agent's code; that of the API has the definition.
 *
 * The platform's Lambdas are one esbuild pass with chunks, the agents' code another without: chunks between agents would
 * be cut anew whenever another agent begins to use what they share.
 */
import { join, resolve } from 'node:path'
import platform from '../package.json' with { type: 'json' }
import type { AgentDefinition, Definition } from '../src/core/definition.ts'
import { bundleAgents } from './bundling/bundle-agents.ts'
import { type BundledHandler, bundlePlatform, type HandlerName, handlerNames } from './bundling/bundle-platform.ts'
import { filesBeside } from './bundling/files-beside.ts'
import { type Content, writeFolder } from './bundling/write-folder.ts'

export interface BundleOptions {
  /** The folder of agents.yaml. */
  readonly projectDirectory: string
  readonly definition: Definition
  /** `handlers/` and `agents/` in it are made anew; nothing else is touched. */
  readonly outdir: string
}

/** The folder of each Lambda. */
export interface BundledHandlers {
  readonly handlers: Readonly<Record<HandlerName, string>>
  readonly agents: Readonly<Record<string, string>>
}

/** Throws the fault `AGENT_BUNDLE_FAILED` with a finding for every problem of every agent; nothing is written then. */
export async function bundleHandlers({
  projectDirectory,
  definition,
  outdir,
}: BundleOptions): Promise<BundledHandlers> {
  // An orchestrator has no code of its own.
  const agents = Object.values(definition.agents).filter(({ type }) => type === 'worker')
  const [{ handlers }, codes] = await Promise.all([bundlePlatform(), bundleAgents(projectDirectory, agents)])
  const out = resolve(outdir)
  const folders = handlerNames.map((name) => {
    const own: [string, Content][] = name === 'api' ? [['definition.mjs', definitionModule(definition)]] : []
    return [name, writeHandler(join(out, 'handlers', name), handlers[name], own)] as const
  })
  // Not deployed: what all agents' folders share is written once, and linked.
  const shared = writeHandler(join(out, 'agents', '.platform'), handlers.agent, [])
  const shares = [...handlers.agent.keys()].map((path): [string, Content] => [path, { linkTo: join(shared, path) }])
  const agentFolders = agents.map((agent) => {
    const folder = join(out, 'agents', agent.name)
    const own = [...shares, ...ownFiles(resolve(projectDirectory), agent, codes.get(agent.name) ?? '')]
    writeFolder(folder, own)
    return [agent.name, folder] as const
  })
  return {
    handlers: Object.fromEntries(folders) as Record<HandlerName, string>,
    agents: Object.fromEntries(agentFolders),
  }
}

function writeHandler(folder: string, files: BundledHandler, own: readonly [string, Content][]): string {
  writeFolder(folder, [...[...files].map(([path, { contents }]) => [path, contents] as const), ...own])
  return folder
}

/** `#definition` of src/handlers. */
function definitionModule(definition: Definition): string {
  return `export const definition=${JSON.stringify(definition)},version=${JSON.stringify(platform.version)}\n`
}

function ownFiles(project: string, agent: AgentDefinition, code: Uint8Array | string): [string, Content][] {
  const data = filesBeside(project, agent.entry).map((path): [string, Content] => [
    path,
    { copyOf: join(project, path) },
  ])
  return [['agent.mjs', agentModule(agent)], ['code.mjs', code], ...data]
}

/** `#agent` of src/handlers: of its declaration what the code must match, so that a changed timeout changes no code. */
function agentModule({ name, entry, inputSchema, outputSchema, tools }: AgentDefinition): string {
  const declaration = { name, entry, inputSchema, outputSchema, tools }
  return `export const declaration=${JSON.stringify(declaration)},load=()=>import('./code.mjs')\n`
}

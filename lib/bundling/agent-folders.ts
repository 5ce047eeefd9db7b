import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleLlm } from '#bundle-llm'
import type { AgentDeclaration } from '../../src/agent/load-agent.ts'
import type { AgentDefinition } from '../../src/core/definition.ts'
import { deployedProviderOf, type ModelProviderName } from '../../src/core/model-settings.ts'
import type { AgentCode } from './bundle-agents.ts'
import { llmFolder } from './bundle-llm.ts'
import { filesBeside } from './files-beside.ts'
import { type Files, writeFolder } from './write-folder.ts'

export interface AgentFolders {
  /** Each agent's folder is made in it. */
  readonly outdir: string
  readonly projectDirectory: string
  readonly agents: readonly AgentDefinition[]
  readonly codes: ReadonlyMap<string, AgentCode>
  /** Of the platform's Lambda that every agent runs in. */
  readonly platform: Files
}

/** `troupe/llm` for each provider that one of the agents needs. */
export type LlmBundles = ReadonlyMap<ModelProviderName, Files>

export async function bundleLlms({ agents, codes }: Pick<AgentFolders, 'agents' | 'codes'>): Promise<LlmBundles> {
  const users = agents.filter((agent) => needsLlm(agent, codes))
  const providers = [...new Set(users.map(({ llm }) => deployedProviderOf(llm)))]
  const bundles = providers.map(async (provider) => {
    const files = [...(await bundleLlm(provider))].map(([path, bytes]) => [`${llmFolder}/${path}`, bytes] as const)
    return [provider, files] as const
  })
  return new Map(await Promise.all(bundles))
}

function needsLlm({ name, llm }: AgentDefinition, codes: AgentFolders['codes']): boolean {
  const uses = codes.get(name)?.usesLlm
  return uses === 'always' || (uses === 'withModel' && llm !== undefined)
}

/** Writes the folder of each agent, and answers them by name. What several have in common is written once, and linked. */
export function writeAgentFolders(folders: AgentFolders, llms: LlmBundles): Record<string, string> {
  const { outdir, agents, codes, platform } = folders
  // No agent's name. Gone at the end: a link is the file.
  const shared = join(outdir, '.shared')
  const share = sharedIn(shared)
  const every = share('platform', platform)
  const entries = agents.map((agent) => {
    const provider = deployedProviderOf(agent.llm)
    const llm = needsLlm(agent, codes) ? share(`llm-${provider}`, llms.get(provider) ?? []) : []
    return [agent.name, writeFolder(join(outdir, agent.name), [...every, ...llm, ...ownFiles(folders, agent)])] as const
  })
  rmSync(shared, { recursive: true, force: true })
  return Object.fromEntries(entries)
}

/** Links to files that are written the first time. */
function sharedIn(shared: string) {
  const links = new Map<string, Files>()
  return (name: string, files: Files): Files => {
    const known = links.get(name)
    if (known !== undefined) return known
    const folder = writeFolder(join(shared, name), files)
    const made = files.map(([path]) => [path, { linkTo: join(folder, path) }] as const)
    links.set(name, made)
    return made
  }
}

function ownFiles({ projectDirectory: project, codes }: AgentFolders, agent: AgentDefinition): Files {
  const data = filesBeside(project, agent.entry).map((path) => [path, { copyOf: join(project, path) }] as const)
  return [['agent.mjs', agentModule(agent)], ['code.mjs', codes.get(agent.name)?.module ?? ''], ...data]
}

/** `#agent` of src/handlers: of its declaration what the code must match, so that a changed timeout changes no code. */
function agentModule({ name, entry, inputSchema, outputSchema, tools, llm, memory }: AgentDefinition): string {
  const declaration: AgentDeclaration = {
    name,
    entry,
    tools,
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(llm === undefined ? {} : { llm }),
    ...(memory === undefined ? {} : { memory }),
  }
  return `export const declaration=${JSON.stringify(declaration)},load=()=>import('./code.mjs')\n`
}

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
import { bundleZod, type NamesOfZod } from './zod-by-names.ts'

export interface AgentFolders {
  /** Each agent's folder is made in it. */
  readonly outdir: string
  readonly projectDirectory: string
  readonly agents: readonly AgentDefinition[]
  readonly codes: ReadonlyMap<string, AgentCode>
  /** Of the platform's Lambda that every agent runs in. */
  readonly platform: Files
}

/** What agents share of the packages that they use. */
export interface AgentPackages {
  /** `troupe/llm` for each provider that one of them needs. */
  readonly llms: ReadonlyMap<ModelProviderName, Files>
  /** `zodFile` for all names that one of them uses. */
  readonly zods: ReadonlyMap<NamesOfZod, Files>
}

export async function bundlePackages({
  projectDirectory,
  agents,
  codes,
}: Omit<AgentFolders, 'outdir' | 'platform'>): Promise<AgentPackages> {
  const users = agents.filter((agent) => needsLlm(agent, codes))
  const providers = [...new Set(users.map(({ llm }) => deployedProviderOf(llm)))]
  const sets = new Set([...codes.values()].map(({ zod }) => zod))
  const [zods, ...llms] = await Promise.all([bundleZod(projectDirectory, [...sets]), ...providers.map(llmFiles)])
  return { llms: new Map(llms), zods }
}

async function llmFiles(provider: ModelProviderName): Promise<readonly [ModelProviderName, Files]> {
  return [provider, [...(await bundleLlm(provider))].map(([path, bytes]) => [`${llmFolder}/${path}`, bytes])]
}

function needsLlm({ name, llm }: AgentDefinition, codes: AgentFolders['codes']): boolean {
  const uses = codes.get(name)?.usesLlm
  return uses === 'always' || (uses === 'withModel' && llm !== undefined)
}

/** Writes the folder of each agent, and answers them by name. What several have in common is written once, and linked. */
export function writeAgentFolders(folders: AgentFolders, { llms, zods }: AgentPackages): Record<string, string> {
  const { outdir, agents, codes, platform } = folders
  // No agent's name. Gone at the end: a link is the file.
  const shared = join(outdir, '.shared')
  const share = sharedIn(shared)
  const entries = agents.map((agent) => {
    const llm = needsLlm(agent, codes) ? llms.get(deployedProviderOf(agent.llm)) : undefined
    const zod = zods.get(codes.get(agent.name)?.zod ?? '')
    const files = [...share(platform), ...share(llm), ...share(zod), ...ownFiles(folders, agent)]
    return [agent.name, writeFolder(join(outdir, agent.name), files)] as const
  })
  rmSync(shared, { recursive: true, force: true })
  return Object.fromEntries(entries)
}

/** Links to files that are written the first time. */
function sharedIn(shared: string) {
  const links = new Map<Files, Files>()
  return (files: Files = none): Files => {
    const known = links.get(files)
    if (known !== undefined) return known
    const folder = writeFolder(join(shared, String(links.size)), files)
    const made = files.map(([path]) => [path, { linkTo: join(folder, path) }] as const)
    links.set(files, made)
    return made
  }
}

const none: Files = []

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

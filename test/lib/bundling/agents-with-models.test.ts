import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BundledHandlers } from '../../../lib/bundle-handlers.ts'
import type { AgentDeclaration } from '../../../src/agent/load-agent.ts'
import { runAgent } from '../../../src/agent/run-agent.ts'
import { loadCode } from '../../../src/handlers/load-code.ts'
import type { Execution } from '../../../src/ports/agent-executor.ts'
import { createMemoryBlobs } from '../../../src/testing/memory-blobs.ts'
import { type FakeBedrock, startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { aCall } from '../../builders.ts'
import { silentLog } from '../../workbench.ts'
import { answering, aProject, type BundledProject } from './a-project.ts'
import { filesOf, hashesOf } from './folder-bytes.ts'

const clerk = `import { join } from 'node:path'
import { defineAgent } from 'troupe'
import { llm, tool } from 'troupe/llm'
import * as z from 'zod'
const look = tool({
  name: 'look_up',
  description: 'Answers the price of an article in cents.',
  input: z.object({ article: z.string() }),
  run: ({ article }) => ({ rope: 350 })[article] ?? null,
})
const clerk = llm({
  instructions: { file: join(import.meta.dirname, 'instructions.md') },
  tools: [look],
  output: z.object({ cents: z.int() }),
})
export default defineAgent({ run: async (context) => (await clerk.run(context)).output })
`
const bedrock = { provider: 'bedrock', model: 'eu.amazon.nova-micro-v1:0', region: 'eu-west-1' } as const
const declared = { clerk: { llm: bedrock }, second: { llm: bedrock }, plain: {}, lazy: {} }

let project: BundledProject
let bundled: BundledHandlers
let fake: FakeBedrock
const folderOf = (name: string) => bundled.agents[name] ?? ''
const codeOf = (name: string) =>
  filesOf(folderOf(name))
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => readFileSync(join(folderOf(name), path), 'utf8'))
    .join('\n')

beforeAll(async () => {
  project = aProject({
    'agents/clerk/agent.ts': clerk,
    'agents/clerk/instructions.md': 'You say what things cost.',
    'agents/second/agent.ts': clerk.replace("{ file: join(import.meta.dirname, 'instructions.md') }", "'Say it.'"),
    'agents/plain/agent.ts': answering('1'),
    'agents/lazy/agent.ts': answering("import('troupe/llm').then(({ llm }) => typeof llm)"),
  })
  fake = await startFakeBedrock([
    { toolCalls: [{ name: 'look_up', input: { article: 'rope' } }] },
    { toolCalls: [{ name: 'answer', input: { cents: 350 } }] },
  ])
  bundled = await project.bundle(declared)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await fake.close()
  project.remove()
})

/** One attempt of the bundled clerk, declared otherwise than in its bundle where that is said. */
async function run(declared: Partial<AgentDeclaration>): Promise<Execution> {
  const { declaration, load } = await import(pathToFileURL(join(folderOf('clerk'), 'agent.mjs')).href)
  const loaded = await loadCode({ ...declaration, ...declared }, load)
  if (loaded instanceof Error) throw loaded
  return await runAgent(loaded, aCall({ agent: 'clerk', input: { article: 'rope' } }), {
    signal: new AbortController().signal,
    deadline: Date.now() + 60_000,
    log: silentLog,
    blobs: createMemoryBlobs(),
    progress: () => undefined,
  })
}

describe('a bundled agent with a model', () => {
  it('asks the model of agents.yaml with its instructions and tools, by the real client', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', fake.url)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    expect(await run({})).toMatchObject({ status: 'completed', output: { cents: 350 } })
    expect(fake.requests.map(({ modelId, operation }) => [modelId, operation])).toEqual([
      [bedrock.model, 'converse-stream'],
      [bedrock.model, 'converse-stream'],
    ])
    expect(JSON.stringify(fake.requests[0]?.body.system)).toContain('You say what things cost.')
    expect(JSON.stringify(fake.requests[1]?.body.messages)).toContain('350')
  })

  it('fails with the code of the fault that `troupe/llm` throws', async () => {
    expect(await run({ llm: { provider: 'scripted' } })).toMatchObject({ error: { code: 'MODEL_SCRIPT_EXHAUSTED' } })
  })

  it('has of the providers the one that agents.yaml names', () => {
    const has = (pattern: RegExp) => pattern.test(codeOf('clerk'))
    expect([has(/bedrock-runtime/), has(/BeforeModelCallEvent/)]).toEqual([true, true])
    expect([has(/api\.openai\.com/), has(/api\.anthropic\.com/)]).toEqual([false, false])
  })

  it('loads at most 30 KB of it at a cold start, and at most 1,000 KB with the first run', () => {
    const llm = join(folderOf('clerk'), 'llm')
    const sizes = globSync('*.mjs', { cwd: llm }).map((path) => statSync(join(llm, path)).size)
    expect(statSync(join(llm, 'index.mjs')).size).toBeLessThan(30 * 1_024)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000 * 1_024)
  })

  it('shares the file of `troupe/llm` with others of its provider', () => {
    const inode = (name: string) => statSync(join(folderOf(name), 'llm', 'index.mjs')).ino
    expect(inode('clerk')).toBe(inode('second'))
  })
})

describe('an agent that imports `troupe/llm` only once it has a model', () => {
  it('has it in its folder when agents.yaml gives it one, and not before', async () => {
    const files = () => filesOf(folderOf('lazy')).filter((path) => path.startsWith('llm/'))
    expect(files()).toEqual([])
    bundled = await project.bundle({ ...declared, lazy: { llm: bedrock } })
    expect(files()).toContain('llm/index.mjs')
    const { main } = await (await import(pathToFileURL(join(folderOf('lazy'), 'agent.mjs')).href)).load()
    expect(await main.default.run({})).toBe('function')
  })
})

describe('an agent without a model', () => {
  it('has nothing of `troupe/llm` in its folder', () => {
    expect(filesOf(folderOf('plain')).filter((path) => path.startsWith('llm/'))).toEqual([])
    expect(/bedrock-runtime|@strands-agents|BeforeModelCallEvent|ListToolsRequest/.test(codeOf('plain'))).toBe(false)
  })

  it('keeps its bytes when others take a model', async () => {
    const before = hashesOf(folderOf('plain'))
    bundled = await project.bundle({ ...declared, second: { llm: { ...bedrock, model: 'm' } } })
    expect(hashesOf(folderOf('plain'))).toEqual(before)
  })
})

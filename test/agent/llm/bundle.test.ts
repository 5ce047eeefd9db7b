import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const packages = /node_modules\/(@strands-agents|@aws-sdk|@anthropic-ai|@modelcontextprotocol|openai)\//

/** The files that an agent's bundle holds; `eager`: those that are loaded before anything runs. */
async function filesOf(contents: string): Promise<{ readonly all: string[]; readonly eager: string[] }> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts', sourcefile: 'agent.ts' },
    bundle: true,
    metafile: true,
    write: false,
    splitting: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  })
  const eager = new Set<string>()
  const visit = (file: string) => {
    if (eager.has(file)) return
    eager.add(file)
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind !== 'dynamic-import') visit(path)
  }
  visit('agent.ts')
  return { all: Object.keys(metafile.inputs), eager: [...eager] }
}

const plain = `import { defineAgent, fatal } from 'troupe'
export default defineAgent({ async run() { throw fatal('NO', 'no') } })`
const modelled = `import { defineAgent } from 'troupe'
import { llm } from 'troupe/llm'
const writer = llm({ instructions: 'Write.' })
export default defineAgent({ run: async (context) => (await writer.run(context)).output })`

describe("an agent's bundle", () => {
  it('holds no package for models without `troupe/llm`', async () => {
    const { all } = await filesOf(plain)
    expect(all).toContain('src/agent/define-agent.ts')
    expect(all.filter((file) => packages.test(file) || /agent\/llm|adapters\/models/.test(file))).toEqual([])
  })

  it('holds them with it, and loads none before the first run', async () => {
    const { all, eager } = await filesOf(modelled)
    expect(all.some((file) => file.includes('@strands-agents/sdk/'))).toBe(true)
    expect(eager.some((file) => file.endsWith('agent/llm/run-llm.ts'))).toBe(true)
    expect(eager.filter((file) => packages.test(file))).toEqual([])
  })
})

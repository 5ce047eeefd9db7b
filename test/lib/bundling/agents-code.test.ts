import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { loadCode } from '../../../src/handlers/load-code.ts'
import { answering, aProject, type BundledProject } from './a-project.ts'
import { filesOf, hashesOf } from './folder-bytes.ts'

const projects: BundledProject[] = []
function project(files: Readonly<Record<string, string>>): BundledProject {
  const made = aProject(files)
  projects.push(made)
  return made
}
afterEach(() => {
  for (const made of projects.splice(0)) made.remove()
})

/** What the bundled agent's code gives, loaded as its Lambda loads it. */
async function run(folder: string | undefined): Promise<unknown> {
  const { declaration, load } = await import(pathToFileURL(join(folder ?? '', 'agent.mjs')).href)
  const loaded = await loadCode(declaration, load)
  if (loaded instanceof Error) throw loaded
  return await loaded.run({ tools: loaded.tools } as never)
}

const usesZod = (schema: string) =>
  `import { defineAgent } from 'troupe'\nimport * as z from 'zod'\nexport default defineAgent({ input: ${schema}, run: () => 1 })\n`

describe('an agent’s bundle', () => {
  it('changes for nobody else when an agent is added, whatever that agent imports', async () => {
    const made = project({
      'agents/first/agent.ts': usesZod('z.object({ a: z.string() })'),
      'agents/second/agent.ts': answering('total([1])', `import { total } from '../shared/total.ts'`),
      'agents/shared/total.ts': 'export const total = (all: number[]) => all.reduce((sum, one) => sum + one, 0)\n',
    })
    const before = await made.bundle({ first: {}, second: {} })
    const folders = [...Object.values(before.agents), ...Object.values(before.handlers)]
    const hashes = folders.map(hashesOf)
    const definition = hashesOf(before.definition)
    made.write(
      'agents/third/agent.ts',
      `import '../shared/total.ts'\n${usesZod('z.union([z.email(), z.bigint(), z.map(z.string(), z.date())])')}`,
    )
    await made.bundle({ first: {}, second: {}, third: {} })
    expect(folders.map(hashesOf)).toEqual(hashes)
    expect(hashesOf(before.definition)).not.toEqual(definition)
  })

  it('changes for nobody else when an agent’s code changes', async () => {
    const made = project({ 'agents/first/agent.ts': answering('1'), 'agents/second/agent.ts': answering('2') })
    const { agents, handlers } = await made.bundle({ first: {}, second: {} })
    const hashes = [hashesOf(agents.second ?? ''), ...Object.values(handlers).map(hashesOf)]
    const first = hashesOf(agents.first ?? '')
    made.write('agents/first/agent.ts', answering('3'))
    await made.bundle({ first: {}, second: {} })
    expect([hashesOf(agents.second ?? ''), ...Object.values(handlers).map(hashesOf)]).toEqual(hashes)
    expect(hashesOf(agents.first ?? '')).not.toEqual(first)
  })

  it('does not change with a timeout, which is a setting of the function', async () => {
    const made = project({ 'agents/first/agent.ts': answering('1') })
    const { agents } = await made.bundle({ first: {} })
    const before = hashesOf(agents.first ?? '')
    await made.bundle({ first: { timeoutMs: 1_000, memoryMb: 1_024 } })
    expect(hashesOf(agents.first ?? '')).toEqual(before)
  })

  it('is the same wherever the project lies', async () => {
    const files = { 'agents/first/agent.ts': usesZod('z.object({ a: z.string() })') }
    const one = await project(files).bundle({ first: {} })
    const other = await project(files).bundle({ first: {} })
    expect(hashesOf(one.agents.first ?? '')).toEqual(hashesOf(other.agents.first ?? ''))
  })

  it('finds the files beside its code, from every module and in every way', async () => {
    const made = project({
      'agents/reader/agent.ts': answering('all', `import { all } from './parts/read-all.ts'`),
      'agents/reader/parts/read-all.ts': `import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
export const all = [
  readFileSync(join(import.meta.dirname, '..', 'data', 'rows.csv'), 'utf8'),
  readFileSync(new URL('../data/rows.csv', import.meta.url), 'utf8'),
  basename(import.meta.filename),
]
`,
      'agents/reader/data/rows.csv': 'a,b',
      'agents/reader/.env': 'SECRET=1',
      'agents/reader/agent.test.ts': 'throw new Error()',
    })
    const { agents } = await made.bundle({ reader: {} })
    expect(await run(agents.reader)).toEqual(['a,b', 'a,b', 'read-all.ts'])
    const own = filesOf(agents.reader ?? '').filter((path) => path.startsWith('agents/'))
    expect(own).toEqual(['agents/reader/data/rows.csv'])
  })

  it('copies data, so that nobody writes into the project by way of a bundle', async () => {
    const made = project({ 'agents/reader/agent.ts': answering('1'), 'agents/reader/rows.csv': 'a' })
    const { agents } = await made.bundle({ reader: {} })
    writeFileSync(join(agents.reader ?? '', 'agents/reader/rows.csv'), 'changed')
    expect(readFileSync(join(made.directory, 'agents/reader/rows.csv'), 'utf8')).toBe('a')
  })

  it('brings no file along when its entry lies beside agents.yaml', async () => {
    const made = project({ 'agent.ts': answering('1'), 'agents.yaml': 'x', 'notes.txt': 'x' })
    const { agents } = await made.bundle({ lone: { entry: 'agent.ts' } })
    expect(filesOf(agents.lone ?? '').filter((path) => !path.endsWith('.mjs'))).toEqual([])
    expect(await run(agents.lone)).toBe(1)
  })

  it('has the tools of tools.ts, which share modules with its entry', async () => {
    const made = project({
      'agents/helper/agent.ts':
        "import { defineAgent } from 'troupe'\nimport { calls } from './calls.ts'\nexport default defineAgent({ run: ({ tools }) => [tools.count(), calls.length] })\n",
      'agents/helper/tools.ts': "import { calls } from './calls.ts'\nexport const count = () => calls.push(1)\n",
      'agents/helper/calls.ts': 'export const calls: number[] = []\n',
    })
    const { agents } = await made.bundle({ helper: { tools: ['count'] } })
    expect(await run(agents.helper)).toEqual([1, 1])
  })

  it('uses CommonJS packages, and JSON', async () => {
    const made = project({
      'agents/first/agent.ts': answering(
        '[typeof format, data.a]',
        "import format from 'quick-format-unescaped'\nimport data from './data.json' with { type: 'json' }",
      ),
      'agents/first/data.json': '{"a": 7}',
    })
    const { agents } = await made.bundle({ first: {} })
    expect(await run(agents.first)).toEqual(['function', 7])
  })

  it('holds no unused part of zod, in whichever form it is imported', async () => {
    const form = (line: string) =>
      `import { defineAgent } from 'troupe'\n${line}\nexport default defineAgent({ input: z.object({ a: z.string() }), run: () => 1 })\n`
    const made = project({
      'agents/named/agent.ts': form("import { z } from 'zod'"),
      'agents/star/agent.ts': form("import * as z from 'zod'"),
      'agents/plain/agent.ts': form("import z from 'zod'"),
    })
    const { agents } = await made.bundle({ named: {}, star: {}, plain: {} })
    const sizes = Object.values(agents).map((folder) => {
      return ['code.mjs', 'zod.mjs'].reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0)
    })
    expect(new Set(sizes).size).toBe(1)
    expect(sizes[0]).toBeLessThan(100_000)
  })

  it('shares its part of zod with agents that use the same names, and with no others', async () => {
    const parsing = (schema: string, value: string) =>
      answering(`${schema}.safeParse(${value}).success`, "import * as z from 'zod'")
    const made = project({
      'agents/first/agent.ts': parsing('z.object({ a: z.string() })', '{ a: "" }'),
      'agents/second/agent.ts': parsing('z.string().or(z.object({}))', '7'),
      'agents/third/agent.ts': parsing('z.map(z.string(), z.date())', 'new Map([["a", new Date()]])'),
    })
    const { agents } = await made.bundle({ first: {}, second: {}, third: {} })
    const [first, second, third] = Object.values(agents).map((folder) => statSync(join(folder, 'zod.mjs')).ino)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(await Promise.all(Object.values(agents).map(run))).toEqual([true, false, true])
  })

  it('has all of zod when its code chooses the names as it runs', async () => {
    const made = project({
      'agents/first/agent.ts': answering("['string', 'map'].map((name) => typeof z[name])", "import * as z from 'zod'"),
    })
    const { agents } = await made.bundle({ first: {} })
    expect(await run(agents.first)).toEqual(['function', 'function'])
  })

  it('uses the copy of zod that its own code would find', async () => {
    const made = project({
      'agents/first/agent.ts': answering('object()', "import { object } from 'zod'"),
      'agents/first/node_modules/zod/package.json': '{ "name": "zod", "type": "module", "main": "index.js" }',
      'agents/first/node_modules/zod/index.js': "export const object = () => 'of another copy'\n",
    })
    const { agents } = await made.bundle({ first: {} })
    expect(await run(agents.first)).toBe('of another copy')
    expect(existsSync(join(agents.first ?? '', 'zod.mjs'))).toBe(false)
  })

  it('leaves an orchestrator out, which has no code', async () => {
    const made = project({ 'agents/first/agent.ts': answering('1') })
    const { agents } = await made.bundle({ first: {}, chief: { type: 'orchestrator' } })
    expect(Object.keys(agents)).toEqual(['first'])
  })

  it('is gone when its agent is', async () => {
    const made = project({ 'agents/first/agent.ts': answering('1'), 'agents/second/agent.ts': answering('2') })
    const { agents } = await made.bundle({ first: {}, second: {} })
    await made.bundle({ first: {} })
    expect([agents.first, agents.second].map((folder) => existsSync(folder ?? ''))).toEqual([true, false])
  })
})

describe('agents that cannot be bundled', () => {
  it('are all told of, each with its file and what is wrong there', async () => {
    const made = project({
      'agents/typo/agent.ts': 'export default defineAgent({\n  run() { return 1\n})\n',
      'agents/missing/agent.ts': answering('chart', "import chart from 'no-such-package'"),
      'agents/nowhere/agent.ts': answering('a', "import { a } from './nothing.ts'"),
      'agents/good/agent.ts': answering('1'),
    })
    const bundling = made.bundle({ typo: {}, missing: {}, nowhere: {}, good: {}, absent: {} })
    const fault = await bundling.then(
      () => undefined,
      (thrown) => thrown,
    )
    expect(fault).toMatchObject({ code: 'AGENT_BUNDLE_FAILED' })
    const told = fault.findings.map(({ args }: { args: { file: string } }) => args)
    expect(told).toHaveLength(4)
    expect(told).toEqual(
      expect.arrayContaining([
        { file: 'agents/typo/agent.ts:3:2', problem: 'Expected "}" but found ")"' },
        { file: 'agents/missing/agent.ts:2:19', problem: 'Could not resolve "no-such-package"' },
        { file: 'agents/nowhere/agent.ts:2:19', problem: 'Could not resolve "./nothing.ts"' },
        { file: 'agents/absent/agent.ts', problem: 'Could not resolve "./agents/absent/agent.ts"' },
      ]),
    )
  })

  it('leave the bundles of before as they were', async () => {
    const made = project({ 'agents/first/agent.ts': answering('1') })
    await made.bundle({ first: {} })
    const before = hashesOf(made.outdir)
    made.write('agents/first/agent.ts', 'export default {')
    await expect(made.bundle({ first: {} })).rejects.toMatchObject({ code: 'AGENT_BUNDLE_FAILED' })
    expect(hashesOf(made.outdir)).toEqual(before)
  })
})

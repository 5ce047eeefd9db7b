import { execFile } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../scripts/build-package.ts'

const directory = mkdtempSync(join(tmpdir(), 'troupe-package-'))
const installed = join(directory, 'node_modules', 'troupe')
const entry = join(installed, 'lib', 'troupe.js')

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "private": true, "type": "module" }',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', types: [] },
    include: ['agents'],
  }),
  'agents.yaml': `project: { name: installed }
agents:
  counter: { description: "Counts", capabilities: { structured_output: true, output_schema: Count } }
  doubler: { description: "Doubles what was counted" }
orchestration:
  input_schema: { type: object }
  selection_rules:
    - name: all
      agents: [counter, doubler]
`,
  'agents/counter/agent.ts': `import { defineAgent } from 'troupe'
import * as z from 'zod'
export const Count = z.strictObject({ count: z.int() })
export default defineAgent({ output: Count, run: async ({ log }) => { log.info('counts'); return { count: 21 as number } } })
`,
  'agents/doubler/agent.ts': `import { defineAgent, fatal } from 'troupe'
export default defineAgent({
  async run({ results }) {
    const { count } = results.counter as { count: number }
    if (count === 0) throw fatal('NOTHING', 'there is nothing to double')
    return { doubled: 2 * count }
  },
})
`,
  'try.mjs': `import { tryAgent } from 'troupe/testing'
const { status, output } = await tryAgent(await import('./agents/doubler/agent.ts'), { results: { counter: { count: 4 } } })
console.log(status, JSON.stringify(output))
`,
  'try-model.mjs': `import { defineAgent } from 'troupe'
import { llm, tool } from 'troupe/llm'
import { scriptedModel, tryAgent } from 'troupe/testing'
import * as z from 'zod'
const look = tool({ name: 'look', description: 'Looks.', input: z.object({}), run: () => 21 })
const counter = llm({ instructions: 'Count.', tools: [look], output: z.object({ count: z.int() }) })
const agent = defineAgent({ run: async (context) => (await counter.run(context)).output })
const answers = [{ toolCalls: [{ name: 'look', input: {} }] }, { toolCalls: [{ name: 'answer', input: { count: 21 } }] }]
console.log(JSON.stringify(await tryAgent({ default: agent }, { model: scriptedModel(answers) })))
const { error } = await tryAgent({ default: agent }, { declared: { llm: { provider: 'anthropic', model: 'm' } } })
console.log(error.code)
`,
}

beforeAll(async () => {
  await buildPackage(installed)
  symlinkSync(join(import.meta.dirname, '..', 'node_modules', 'zod'), join(directory, 'node_modules', 'zod'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(directory, dirname(file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
}, 30_000)

afterAll(() => rmSync(directory, { recursive: true }))

describe('the built package in a project of its own', () => {
  it('checks agents.yaml', async () => {
    const { stdout, stderr } = await node([entry, 'validate'])
    expect(stdout, stderr).toMatch(/^valid agents\.yaml: 2 agents, 1 workflow, 1 rule; no errors/)
  })

  it('plans a job whose input has a schema', async () => {
    const { stdout } = await node([entry, 'plan', '--json', '--input', '{}'])
    expect(JSON.parse(stdout).rules).toMatchObject([{ name: 'all' }])
  })

  it('runs a job in worker threads', async () => {
    const { stdout, stderr } = await node([entry, 'demo', '--json', '--input', '{}'])
    expect(JSON.parse(stdout), stderr).toMatchObject({ job: { status: 'completed', result: { doubled: 42 } } })
  })

  it('runs one agent alone', async () => {
    const { stdout, stderr } = await node([entry, 'test', 'counter', '--json', '--input', '{}'])
    expect(JSON.parse(stdout), stderr).toMatchObject({ status: 'completed', output: { count: 21 } })
  })

  it('serves tests of agents', async () => {
    const { stdout, stderr } = await node(['try.mjs'])
    expect(stdout, stderr).toBe('completed {"doubled":8}\n')
  })

  it('serves agents with a model', async () => {
    const { stdout, stderr } = await node(['try-model.mjs'])
    expect(stdout, stderr).toBe('{"status":"completed","output":{"count":21}}\nMODEL_KEY_MISSING\n')
  })

  it('gives agents their types', async () => {
    const compiler = join(import.meta.dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc')
    expect(await node([compiler, '-p', '.'])).toMatchObject({ stdout: '', code: 0 })
    writeFileSync(
      join(directory, 'agents', 'counter', 'wrong.ts'),
      files['agents/counter/agent.ts']?.replace('21 as number', "'21'") ?? '',
    )
    expect((await node([compiler, '-p', '.'])).stdout).toContain("Type 'string' is not assignable to type 'number'")
  }, 30_000)

  it('holds no path of the machine it was built on, and a licence for each package in it', () => {
    const licences = readFileSync(join(installed, 'THIRD_PARTY_LICENSES'), 'utf8')
    for (const name of ['commander', 'hono', 'pino', 'yaml', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
    const bundled = globSync('lib/**/*.js', { cwd: installed })
    expect(bundled.length).toBeGreaterThan(10)
    for (const file of bundled) {
      expect(readFileSync(join(installed, file), 'utf8'), file).not.toContain(join(import.meta.dirname, '..'))
    }
  })
})

interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

async function node(args: readonly string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: directory }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1 })
    })
  })
}

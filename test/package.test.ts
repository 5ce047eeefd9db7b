import { execFile } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../scripts/build-package.ts'
import { processEnvironment } from '../src/env.ts'

const directory = mkdtempSync(join(tmpdir(), 'troupe-package-'))
const installed = join(directory, 'node_modules', 'troupe')
const entry = join(installed, 'lib', 'troupe.js')
const deployTools = ['aws-cdk', 'aws-cdk-lib', 'constructs', 'esbuild']

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
  // For the compiler alone: its output is a text.
  'agents/counter/wrong.ts': `import { defineAgent } from 'troupe'
import * as z from 'zod'
export default defineAgent({ output: z.strictObject({ count: z.int() }), run: async () => ({ count: '21' }) })
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
  'deployed.yaml': `project: { name: installed }
agents:
  counter: { description: "Counts", capabilities: { structured_output: true, output_schema: Count } }
  thinker: { description: "Asks a model", llm: { provider: anthropic, model: m } }
orchestration: { selection_rules: [{ name: all, agents: [counter, thinker] }] }
`,
  'agents/thinker/agent.ts': `import { defineAgent } from 'troupe'
import { llm } from 'troupe/llm'
const thinker = llm({ instructions: 'Think.' })
export default defineAgent({ run: async (context) => (await thinker.run(context)).output })
`,
  'try-lambdas.mjs': `import { tryAgent } from 'troupe/testing'
const lambda = (file) => import('./cdk.out/lambda/agents/' + file)
for (const name of ['counter', 'thinker']) if (!(await lambda(name + '/index.mjs')).handler) throw new Error(name)
for (const name of ['counter', 'thinker']) {
  const { declaration, load } = await lambda(name + '/agent.mjs')
  const { output, error } = await tryAgent((await load()).main, { declared: declaration })
  console.log(output?.count ?? error.code)
}
`,
}

beforeAll(async () => {
  await buildPackage(installed)
  install('zod')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(directory, dirname(file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
}, 60_000)

afterAll(() => rmSync(directory, { recursive: true }))

function install(name: string): void {
  symlinkSync(join(import.meta.dirname, '..', 'node_modules', name), join(directory, 'node_modules', name))
}

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

  it('says where the schema is that editors complete agents.yaml by', async () => {
    const { stdout, stderr } = await node([entry, 'doctor', '--json', '--port', '0'])
    const checks: readonly { name: string; repair?: string }[] = JSON.parse(stdout).checks
    const { repair = stderr } = checks.find(({ name }) => name === 'editor schema') ?? {}
    const [, schema = repair] = /\$schema=(.*)$/.exec(repair) ?? []
    expect(schema).toMatch(/^node_modules/)
    expect(JSON.parse(readFileSync(join(directory, schema), 'utf8')).title).toBe('agents.yaml of Troupe')
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
    const { stdout } = await node([compiler, '-p', '.'])
    const [error, ...others] = stdout.split('\n').filter((line) => line.includes(' error '))
    expect(error).toMatch(/^agents\/counter\/wrong\.ts/)
    expect(stdout).toContain("Type 'string' is not assignable to type 'number'")
    expect(others).toEqual([])
  }, 30_000)

  it('says how to install what deploying needs', async () => {
    const { stdout, code } = await node([entry, 'synth', '--json'])
    const { peerDependencies: peers } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    const tools = deployTools.map((name) => `${name}@${peers[name]}`).join(' ')
    expect(code).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'DEPLOY_TOOLS_MISSING',
      hint: `Install them: npm install --save-dev --save-exact ${tools}`,
    })
  })

  it('makes the stack of a project, with agents that their Lambdas can load', async () => {
    for (const tool of deployTools) install(tool)
    const args = ['synth', '--json', '--file', 'deployed.yaml']
    const { stdout, stderr } = await node([entry, ...args])
    const agents = ['counter', 'thinker'].map((name) => ({ name, bytes: expect.any(Number) }))
    const templates = [{ file: 'troupe-installed-dev.template.json', resources: expect.any(Number) }]
    expect(JSON.parse(stdout), stderr).toMatchObject({ stage: 'dev', templates, agents })
    expect(await node(['try-lambdas.mjs'])).toMatchObject({ stdout: '21\nMODEL_KEY_MISSING\n', stderr: '' })
  }, 30_000)

  it('holds no path of the machine it was built on, and a licence for each package in it', () => {
    const licences = readFileSync(join(installed, 'THIRD_PARTY_LICENSES'), 'utf8')
    for (const name of ['commander', 'hono', 'pino', 'yaml', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
    const bundled = globSync('{lib,lambdas}/**/*.{js,mjs}', { cwd: installed })
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

async function node(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return await new Promise((resolve) => {
    const options = { cwd: directory, env: { ...processEnvironment(), ...variables } }
    execFile(process.execPath, [...args], options, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1 })
    })
  })
}

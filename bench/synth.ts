import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { processEnvironment } from '../src/env.ts'
import { shardsFor } from '../src/manifest/agent-shard.ts'

export interface SynthFigures {
  readonly agents: number
  /** Nested stacks; 0: the agents are in the stack itself. */
  readonly shards: number
  /** Of the largest template. */
  readonly resources: number
  readonly templateKb: number
  /** Processor time, without esbuild's; on a machine with others at work the figure to read. */
  readonly cpuSeconds: number
  readonly seconds: number
}

const app = fileURLToPath(new URL('../bin/app.js', import.meta.url))

/** `node bin/app.js`, cold, medians of `repeats`: read agents.yaml, bundle every Lambda, make and write the templates. */
export function benchSynth(sizes: readonly number[] = [1, 6, 100, 400], repeats = 3): SynthFigures[] {
  return sizes.map((agents) => {
    const project = writeProject(agents)
    try {
      const runs = Array.from({ length: repeats }, () => synthesize(project))
      return {
        agents,
        shards: shardsOf(agents),
        ...largestTemplate(join(project, 'cdk.out')),
        cpuSeconds: median(runs.map(({ cpu }) => cpu)),
        seconds: median(runs.map(({ wall }) => wall)),
      }
    } finally {
      rmSync(project, { recursive: true })
    }
  })
}

/** Agents use zod in eight ways, by turns: what they use of it is bundled for each way. */
const values = ['number()', 'string()', 'boolean()', 'array(z.any())', 'date()', 'null()', 'bigint()', 'email()']

const agentCode = `import { defineAgent } from 'troupe'
import * as z from 'zod'
export const Output = z.object({ value: VALUE, count: z.number() })
export default defineAgent({ output: Output, run: async ({ input }) => ({ count: Object.keys(input ?? {}).length }) })
`

function writeProject(agents: number): string {
  const project = mkdtempSync(join(tmpdir(), 'troupe-synth-'))
  const names = Array.from({ length: agents }, (_, index) => `agent_${index}`)
  for (const [index, name] of names.entries()) {
    mkdirSync(join(project, 'agents', name), { recursive: true })
    const code = agentCode.replace('VALUE', `z.${values[index % values.length]}`)
    writeFileSync(join(project, 'agents', name, 'agent.ts'), code.replace('.length', `.length + ${index}`))
  }
  const infrastructure = shardsOf(agents) === 0 ? '' : `infrastructure: { shards: ${shardsOf(agents)} }\n`
  const entries = names.map((name) => `  ${name}: { capabilities: { output_schema: Output } }\n`)
  writeFileSync(
    join(project, 'agents.yaml'),
    `project: { name: bench, region: us-east-1 }\n${infrastructure}agents:\n${entries.join('')}`,
  )
  mkdirSync(join(project, 'node_modules'))
  for (const name of ['troupe', 'zod']) {
    symlinkSync(resolve(name === 'troupe' ? '.' : `node_modules/${name}`), join(project, 'node_modules', name))
  }
  return project
}

function shardsOf(agents: number): number {
  const names = Array.from({ length: agents }, (_, index) => `agent_${index}`)
  return agents <= 100 ? 0 : (shardsFor(names) ?? 0)
}

/** Seconds. The shell's `times` knows what its children used, and theirs. */
function synthesize(project: string): { cpu: number; wall: number } {
  const began = performance.now()
  const told = execFileSync('/bin/sh', ['-c', `"$NODE" "$APP"; times`], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...processEnvironment(),
      NODE: process.execPath,
      APP: app,
      CDK_OUTDIR: join(project, 'cdk.out'),
    },
  })
  const wall = (performance.now() - began) / 1_000
  const times = told.trim().split('\n').at(-1) ?? ''
  const cpu = [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0)
  return { cpu, wall }
}

function largestTemplate(outdir: string): { resources: number; templateKb: number } {
  const texts = readdirSync(outdir)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => readFileSync(join(outdir, file), 'utf8'))
  const counts = texts.map((text) => Object.keys((JSON.parse(text) as { Resources: object }).Resources).length)
  return {
    resources: Math.max(...counts),
    templateKb: Math.round(Math.max(...texts.map((text) => text.length)) / 1_024),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(2))
}

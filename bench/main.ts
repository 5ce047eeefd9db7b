import { writeFileSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { machineFacts } from './machine.ts'
import { type BenchOptions, readCommand } from './options.ts'

/**
 * `npm run bench -- <name> [--jobs n] [--concurrency n] [--rounds n] [--json] [--save]`: prints what a benchmark
 * measured, and on what; without a name all of them, one after another. bench/README.md says how to read it.
 */
const benchmarks: Record<string, (options: BenchOptions) => unknown> = {
  rules: async () => (await import('./rules.ts')).benchRules(),
  manifest: async () => (await import('./manifest-forms.ts')).benchManifestForms(),
  cli: async () => (await import('./cli.ts')).benchCli(),
  store: async () => (await import('./store.ts')).benchStore(),
  coldstart: async () => (await import('./cold-start.ts')).benchColdStart(),
  cost: async () => (await import('./cost.ts')).benchCost(),
  llm: async () => (await import('./llm.ts')).benchLlm(),
  'llm-init': async () => (await import('./llm-init.ts')).benchLlmInit(),
  peers: async (options) => (await import('./peers.ts')).benchPeers(options),
  engine: async (options) => (await import('./engine.ts')).benchEngine(options),
  growth: async (options) => (await import('./growth.ts')).benchGrowth(options),
  api: async (options) => (await import('./api.ts')).benchApi(options),
  plots: async () => (await import('./plots.ts')).drawPlots(),
  planner: async () => (await import('./planner.ts')).benchPlanner(),
  memory: async (options) => (await import('./memory.ts')).benchMemory(options),
  restart: async (options) => (await import('./restart.ts')).benchRestart(options),
  synth: async () => (await import('./synth.ts')).benchSynth(),
}

const { names, options, json, save } = readCommand(process.argv.slice(2))
const unknown = names.find((name) => !(name in benchmarks))
if (unknown !== undefined) {
  writeSync(2, `No benchmark is called ${unknown}. There are: ${Object.keys(benchmarks).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const name of names.length === 0 ? Object.keys(benchmarks) : names) await run(name)
}

async function run(benchmark: string): Promise<void> {
  const at = new Date().toISOString()
  const result = { benchmark, at, machine: machineFacts(), figures: await benchmarks[benchmark]?.(options) }
  writeSync(1, `${JSON.stringify(result, undefined, json ? 0 : 2)}\n`)
  if (!save) return
  const file = new URL(`results/${at.slice(0, 10)}-${benchmark}.json`, import.meta.url)
  writeFileSync(fileURLToPath(file), `${JSON.stringify(result, undefined, 2)}\n`)
}

import { writeFileSync, writeSync } from 'node:fs'
import { machineFacts } from './machine.ts'
import { type BenchOptions, readCommand } from './options.ts'
import { fileOfResult } from './saved-results.ts'

type Benchmark = (options: BenchOptions) => unknown

/**
 * `npm run bench -- <name>... [--jobs n] [--concurrency n] [--rounds n] [--json] [--save]`: prints what each benchmark
 * measured, and on what, one after another. bench/README.md says what they measure and how to read it.
 */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  peers: async (options) => (await import('./peers.ts')).benchPeers(options),
  engine: async (options) => (await import('./engine.ts')).benchEngine(options),
  growth: async (options) => (await import('./growth.ts')).benchGrowth(options),
  memory: async (options) => (await import('./memory.ts')).benchMemory(options),
  restart: async (options) => (await import('./restart.ts')).benchRestart(options),
  api: async (options) => (await import('./api.ts')).benchApi(options),
  store: async () => (await import('./store.ts')).benchStore(),
  planner: async () => (await import('./planner.ts')).benchPlanner(),
  rules: async () => (await import('./rules.ts')).benchRules(),
  manifest: async () => (await import('./manifest-forms.ts')).benchManifestForms(),
  cli: async () => (await import('./cli.ts')).benchCli(),
  synth: async () => (await import('./synth.ts')).benchSynth(),
  coldstart: async () => (await import('./cold-start.ts')).benchColdStart(),
  cost: async () => (await import('./cost.ts')).benchCost(),
  llm: async () => (await import('./llm.ts')).benchLlm(),
  'llm-init': async () => (await import('./llm-init.ts')).benchLlmInit(),
}

/** They measure nothing: they write what was saved into the documents, and answer which files they wrote. */
const writers: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  plots: async () => (await import('./plots.ts')).drawPlots(),
  tables: async () => (await import('./tables.ts')).writeTables(),
}

const { names, options, json, save } = readCommand(process.argv.slice(2))
const unknown = names.find((name) => !(name in benchmarks || name in writers))
if (unknown !== undefined || names.length === 0) {
  const problem = unknown === undefined ? 'Which benchmark?' : `No benchmark is called ${unknown}.`
  writeSync(2, `${problem} There are: ${Object.keys({ ...benchmarks, ...writers }).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const name of names) await run(name)
}

async function run(name: string): Promise<void> {
  const written = await writers[name]?.()
  if (written !== undefined) return print({ written })
  const at = new Date().toISOString()
  const machine = machineFacts()
  const result = { benchmark: name, at, machine, figures: await benchmarks[name]?.(options) }
  print(result)
  if (save) writeFileSync(fileOfResult(result), `${JSON.stringify(result, undefined, 2)}\n`)
}

function print(result: object): void {
  writeSync(1, `${JSON.stringify(result, undefined, json ? 0 : 2)}\n`)
}

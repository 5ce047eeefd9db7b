import { writeSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/**
 * `npm run bench -- <name>`: prints what a benchmark measured, and on what, as JSON; without a name all of them, one
 * after another. These machines are shared: read ratios within one run, and medians, not single figures.
 */
const benchmarks: Record<string, () => Promise<unknown>> = {
  rules: async () => (await import('./rules.ts')).benchRules(),
  manifest: async () => (await import('./manifest-forms.ts')).benchManifestForms(),
  cli: async () => (await import('./cli.ts')).benchCli(),
  store: async () => (await import('./store.ts')).benchStore(),
  engine: async () => (await import('./engine.ts')).benchEngine(),
}

const asked = process.argv.slice(2)
const names = asked.length === 0 ? Object.keys(benchmarks) : asked
const machine = {
  processors: cpus().length,
  model: cpus()[0]?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}

for (const name of names) {
  const run = benchmarks[name]
  if (run === undefined) {
    writeSync(2, `No benchmark is called ${name}. There are: ${Object.keys(benchmarks).join(', ')}\n`)
    process.exitCode = 2
    break
  }
  writeSync(1, `${JSON.stringify({ benchmark: name, machine, figures: await run() }, undefined, 2)}\n`)
}

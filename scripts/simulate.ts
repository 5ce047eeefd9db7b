import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createMemoryStore } from '../src/adapters/memory/memory-job-store.ts'
import { simulate } from '../src/testing/simulation/simulate.ts'
import type { Ablation } from '../src/testing/simulation/simulated-platform.ts'

// npm run simulate -- --seeds 2000 [--seed 17 --trace] [--without claim]
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    trace: { type: 'boolean' },
    without: { type: 'string' },
  },
})
const first = Number(values.seed ?? 1)
const count = values.seed === undefined ? Number(values.seeds) : 1
const startedAt = performance.now()
let [things, failed] = [0, 0]
for (let seed = first; seed < first + count; seed++) {
  const ablation = values.without === undefined ? {} : { ablation: values.without as Ablation }
  const { violations, trace } = await simulate({ seed, newStore: createMemoryStore, ...ablation })
  things += trace.length
  if (values.trace === true) writeSync(1, `${trace.join('\n')}\n`)
  if (violations.length === 0) continue
  failed += 1
  writeSync(1, `seed ${seed}: ${violations[0]}\n  replay: npm run simulate -- --seed ${seed} --trace\n`)
  if (failed >= 10) break
}
const seconds = (performance.now() - startedAt) / 1_000
writeSync(
  1,
  `${count} seeds, ${failed} with violations, ${things} things happened, ${Math.round(count / seconds)} seeds/s\n`,
)
process.exitCode = failed === 0 ? 0 : 1

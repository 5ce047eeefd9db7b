import { writeSync } from 'node:fs'
import { createMemoryStore } from '../src/adapters/memory/memory-job-store.ts'
import { guards } from '../src/testing/simulation/guards.ts'
import { renderFailure } from '../src/testing/simulation/render-failure.ts'
import { simulateSeed } from '../src/testing/simulation/simulate-seed.ts'
import { type SimulateOptions, simulateOptions } from './simulate-options.ts'

const usage = `npm run simulate -- [--seeds <count>] [--seed <first>] [--trace] [--without <guard>]

  --seeds <count>    how many seeds, 1,000 by default; 1 with --seed
  --seed <first>     the first seed, 1 by default
  --trace            print everything that happens
  --without <guard>  switch a guard of the engine off, to see that the simulation notices:
${Object.entries(guards)
  .map(([name, meaning]) => `                       ${name.padEnd(15)} ${meaning}`)
  .join('\n')}
`

/** Failing seeds that are shown before it stops. */
const maxShown = 5

const options = readOptions(process.argv.slice(2))
if (options !== undefined) process.exitCode = await run(options)

/** Undefined when there is nothing to run: it was asked for help, or could not be understood. */
function readOptions(args: string[]): SimulateOptions | undefined {
  try {
    const read = simulateOptions(args)
    if (read === undefined) writeSync(1, usage)
    return read
  } catch (error) {
    writeSync(2, `${error instanceof Error ? error.message : error}\nnpm run simulate -- --help\n`)
    process.exitCode = 2
    return undefined
  }
}

/** The exit code: 1 when a seed broke an invariant. */
async function run({ first, count, trace, without }: SimulateOptions): Promise<0 | 1> {
  const startedAt = performance.now()
  let [done, states, failed] = [0, 0, 0]
  for (let seed = first; seed < first + count && failed < maxShown; seed++, done++) {
    const guard = without === undefined ? {} : { without: [without] }
    const report = await simulateSeed({ seed, newStore: createMemoryStore, ...guard })
    states += report.states
    if (trace) writeSync(1, `${report.trace.join('\n')}\n`)
    if (report.violations.length === 0) continue
    failed += 1
    writeSync(1, `${renderFailure(report, without)}\n\n`)
  }
  const perSecond = Math.round(done / ((performance.now() - startedAt) / 1_000))
  writeSync(1, `${done} seeds, ${failed} with violations, ${states} versions of jobs checked, ${perSecond} seeds/s\n`)
  return failed === 0 ? 0 : 1
}

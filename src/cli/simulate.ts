import { type Command, Option } from 'commander'
import { withExamples } from './examples.ts'
import { type Frame, runCommand } from './run-command.ts'
import type { SimulateOptions } from './simulate/simulate-workflow.ts'

export function registerSimulate(program: Command, frame: Frame): void {
  withExamples(program.command('simulate'), [
    ['troupe simulate', 'run 1000 jobs through crashes, duplicates and delays, in virtual time'],
    ['troupe simulate --strict', 'for CI: fail on warnings as well'],
    ['troupe simulate --seed 17 --trace', 'one of these jobs again, and everything that happened'],
  ])
    .summary('Try the rules with stub agents and accidents.')
    .description('Try the rules of agents.yaml with stub agents that answer, fail and crash.')
    .option('--workflow <name>', 'the workflow to simulate', 'default')
    .option('--input <json>', 'every job’s input: a JSON file, JSON itself, or -; default: drawn from input_schema')
    .option('--seeds <count>', 'how many jobs', '1000')
    .addOption(new Option('--seed <number>', 'only this one, in detail').conflicts('strict'))
    .option('--trace', 'with --seed: everything that happened, a line each')
    .option('--strict', 'exit with 1 for warnings, such as a branch that was not reached')
    .action((options: SimulateOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { simulate } = await import('./simulate/simulate-workflow.ts')
        return await simulate(run, options)
      }),
    )
}

import type { Command } from 'commander'
import type { DemoOptions } from './demo/run-demo.ts'
import { withExamples } from './examples.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerDemo(program: Command, frame: Frame): void {
  withExamples(program.command('demo'), [
    ['troupe demo', 'runs the sample job of this project to its end and keeps its report'],
    ['troupe demo --input examples/quick.json', 'another input'],
  ])
    .summary('Run one job on sample data and show its result.')
    .description('Start the platform, run one job on sample data, show its result, stop.')
    .option('--input <json>', 'a JSON file, JSON itself, or -; default: the first .json file in examples/')
    .option('--workflow <name>', 'default: default')
    .action((options: DemoOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { runDemo } = await import('./demo/run-demo.ts')
        return await runDemo(run, options)
      }),
    )
}

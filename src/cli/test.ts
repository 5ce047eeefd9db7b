import type { Command } from 'commander'
import { withExamples } from './examples.ts'
import { withRuntime } from './jobs/runtime-options.ts'
import { type Frame, runGracefully } from './run-command.ts'
import type { TestOptions } from './test-agent/test-agent.ts'

export function registerTest(program: Command, frame: Frame): void {
  const command = program.command('test')
  withExamples(command, [
    ['troupe test data_cleaner', 'run it on its sample.json, or on {}'],
    ['troupe test data_cleaner --input input.json', 'run it on this input'],
    ['troupe test data_cleaner --from-job <jobId>', 'run it as a job did, and keep that as a test'],
  ])
    .summary('Run one agent here.')
    .description('Run one agent here, in a thread with its declared memory and timeout.')
    .argument('<agent>', 'name of an agent of agents.yaml')
    .option('--input <json>', 'a JSON file, JSON itself, or - for stdin')
    .option('--from-job <jobId>', 'take input and results of a step, write a fixture and a test')
    .option('--step <stepId>', 'with --from-job: the step, when the agent has several')
    .option('--force', 'with --from-job: replace files that exist')
  withRuntime(command).action((agent: string, options: TestOptions, self: Command) =>
    runGracefully(frame, self, async (run) => {
      const { testAgent } = await import('./test-agent/test-agent.ts')
      return await testAgent(run, agent, options)
    }),
  )
}

import type { Command } from 'commander'
import { defaultStage } from '../manifest/deployment-names.ts'
import type { DiffOptions } from './deploy/show-diff.ts'
import { withExamples } from './examples.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerDiff(program: Command, frame: Frame): void {
  withExamples(program.command('diff'), [
    ['troupe diff', 'what a deployment of stage dev would change'],
    ['troupe diff --stage prod --fail', 'exit code 1 when there is a change'],
  ])
    .summary('Show what a deployment would change in AWS.')
    .description('Show what a deployment would change in AWS; changes nothing.')
    .option('--stage <name>', 'the stage, from stages in agents.yaml', defaultStage)
    .option('--fail', 'exit code 1 when there is a change')
    .action((options: DiffOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { showDiff } = await import('./deploy/show-diff.ts')
        return await showDiff(run, options)
      }),
    )
}

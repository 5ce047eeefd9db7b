import type { Command } from 'commander'
import type { DestroyOptions } from './deploy/destroy-stage.ts'
import { withExamples } from './examples.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerDestroy(program: Command, frame: Frame): void {
  withExamples(program.command('destroy'), [
    ['troupe destroy --stage dev', 'delete stage dev from AWS; its name must be typed'],
    ['troupe destroy --stage dev --confirm dev', 'without a terminal'],
  ])
    .summary('Delete a stage from your AWS account.')
    .description('Delete a stage from your AWS account; says what goes and what is kept.')
    .requiredOption('--stage <name>', 'the stage, from stages in agents.yaml')
    .option('--confirm <stage>', "the stage's name once more, instead of typing it")
    .action((options: DestroyOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { destroyStage } = await import('./deploy/destroy-stage.ts')
        return await destroyStage(run, options)
      }),
    )
}

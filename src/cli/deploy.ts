import type { Command } from 'commander'
import { defaultStage } from '../manifest/deployment-names.ts'
import type { DeployOptions } from './deploy/deploy-stage.ts'
import { withExamples } from './examples.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerDeploy(program: Command, frame: Frame): void {
  withExamples(program.command('deploy'), [
    ['troupe deploy', 'show what would change in stage dev, ask, then deploy it'],
    ['troupe deploy --stage prod --yes', 'without asking, for scripts'],
  ])
    .summary('Deploy a stage to your AWS account.')
    .description('Deploy a stage to your AWS account: check, show the change, ask, carry it out.')
    .option('--stage <name>', 'the stage, from stages in agents.yaml', defaultStage)
    .option('--yes', 'carry the change out without asking')
    .option('--hotswap', 'change code of functions directly where that is possible: faster, not for a protected stage')
    .action((options: DeployOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { deployStage } = await import('./deploy/deploy-stage.ts')
        return await deployStage(run, options)
      }),
    )
}

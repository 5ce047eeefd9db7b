import type { Command } from 'commander'
import { defaultStage } from '../manifest/deployment-names.ts'
import { withExamples } from './examples.ts'
import type { PackageOptions } from './package/package-lambdas.ts'
import { type Frame, runCommand } from './run-command.ts'

export function registerPackage(program: Command, frame: Frame): void {
  const command = program.command('package')
  withExamples(command, [
    ['troupe package data_cleaner', 'the folder of its Lambda, as it is deployed'],
    ['troupe package --all', 'those of all agents and of the platform'],
  ])
    .summary('Bundle agents for AWS.')
    .description('Bundle agents for AWS, for another way of deploying or to look at what is deployed.')
    .argument('[agent]', 'name of an agent of agents.yaml')
    .option('--all', 'every agent, the platform’s Lambdas and the layer with the definition')
    .option('--stage <name>', 'the stage, from stages in agents.yaml', defaultStage)
    .option('--out <folder>', 'where the folders are made', 'dist-lambda')
    .action((agent: string | undefined, options: PackageOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { packageLambdas } = await import('./package/package-lambdas.ts')
        await packageLambdas(run, agent, options)
        return undefined
      }),
    )
}

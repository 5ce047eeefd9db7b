import type { Command } from 'commander'
import { defaultStage } from '../manifest/deployment-names.ts'
import { withExamples } from './examples.ts'
import { type Frame, runCommand } from './run-command.ts'
import type { SynthOptions } from './synth/show-synth.ts'

export function registerSynth(program: Command, frame: Frame): void {
  withExamples(program.command('synth'), [
    ['troupe synth', 'make the stack of stage dev in cdk.out, and say what is in it'],
    ['troupe synth --stage prod --json', 'of another stage, as data'],
  ])
    .summary('Make what a deployment gives to AWS.')
    .description('Make what a deployment gives to AWS, templates and code; needs no credentials.')
    .option('--stage <name>', 'the stage, from stages in agents.yaml', defaultStage)
    .option('--out <folder>', 'where it is written', 'cdk.out')
    .action((options: SynthOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { showSynth } = await import('./synth/show-synth.ts')
        await showSynth(run, options)
        return undefined
      }),
    )
}

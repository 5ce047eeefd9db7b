import type { Command } from 'commander'
import { withExamples } from './examples.ts'
import type { ConfigOptions } from './generate-config/write-config.ts'
import { type Frame, runCommand } from './run-command.ts'

export function registerGenerateConfig(program: Command, frame: Frame): void {
  withExamples(program.command('generate-config'), [
    ['troupe generate-config | jq .agents', 'what agents.yaml means, defaults filled in'],
    ['troupe generate-config --stage prod --out prod.json', 'with the settings of a stage, in a file'],
  ])
    .summary('Print what agents.yaml compiles to.')
    .description('Print what agents.yaml compiles to, as JSON with its hash.')
    .option('--stage <name>', 'with the settings of this stage; else as on a laptop')
    .option('--out <file>', 'write it there; else to stdout')
    .action((options: ConfigOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { writeConfig } = await import('./generate-config/write-config.ts')
        writeConfig(run, options)
        return undefined
      }),
    )
}

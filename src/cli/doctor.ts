import type { Command } from 'commander'
import type { DoctorOptions } from './doctor/examine.ts'
import { withExamples } from './examples.ts'
import { type Frame, runCommand } from './run-command.ts'

export function registerDoctor(program: Command, frame: Frame): void {
  withExamples(program.command('doctor'), [
    ['troupe doctor', 'check this machine and the project, with a repair for each problem'],
    ['troupe doctor --stage dev', 'and what deploying that stage to AWS needs'],
    ['troupe doctor --models', 'and ask each model that an agent has something small'],
    ['troupe doctor --json', 'the checks as data'],
  ])
    .summary('Check this machine, the project and a stage.')
    .description('Check what troupe needs: Node, agents, variables, port, data directory, disk, memory.')
    .option('--port <number>', 'the port that dev will use', '4000')
    .option('--data <directory>', 'data directory; else TROUPE_DATA, else .troupe beside agents.yaml')
    .option('--stage <name>', 'look at AWS too: tools, login, account, bootstrap and stack of this stage')
    .option('--models', 'ask each language model that agents.yaml names something small; that is paid for')
    .action((options: DoctorOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { examine } = await import('./doctor/examine.ts')
        return await examine(run, options)
      }),
    )
}

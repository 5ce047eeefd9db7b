import type { Command } from 'commander'
import { withExamples } from './examples.ts'
import { type Frame, runCommand } from './run-command.ts'

export function registerValidate(program: Command, frame: Frame): void {
  const command = program.command('validate').argument('[file]', 'instead of --file')
  withExamples(command, [
    ['troupe validate', 'check agents.yaml and say what is wrong, and where'],
    ['troupe validate --json', 'the findings as data'],
  ])
    .summary('Check agents.yaml.')
    .description('Check agents.yaml: names, rules, conditions, needs, limits.')
    .action((file: string | undefined, _options, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { validateFile } = await import('./validate/validate-file.ts')
        return validateFile(run, file ?? run.file)
      }),
    )
}

import { type Command, Option } from 'commander'
import { withExamples } from './examples.ts'
import type { PlanOptions } from './plan/show-plan.ts'
import { type Frame, runCommand } from './run-command.ts'

export function registerPlan(program: Command, frame: Frame): void {
  withExamples(program.command('plan'), [
    ['troupe plan --input input.json', 'rules with verdict and reason, steps, what is decided later'],
    [`troupe plan --input '{"analysis_type": "quick"}'`, 'the input itself instead of a file'],
    ['troupe plan --input input.json --graph mermaid', 'the steps as a diagram'],
  ])
    .summary('Show what an input would do and why.')
    .description('Show what an input would do and why. Nothing is started.')
    .option('--input <json>', 'a JSON file, JSON itself, or - for stdin')
    .option('--workflow <name>', 'the workflow to plan', 'default')
    .addOption(new Option('--graph <form>', 'print the steps as a graph').choices(['mermaid']))
    .action((options: PlanOptions, self: Command) =>
      runCommand(frame, self, async (run) => {
        const { showPlan } = await import('./plan/show-plan.ts')
        return await showPlan(run, options)
      }),
    )
}

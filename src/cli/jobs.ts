import type { Command } from 'commander'
import { withExamples } from './examples.ts'
import { registerChanging } from './jobs/register-changing.ts'
import { registerReading } from './jobs/register-reading.ts'
import type { Frame } from './run-command.ts'

export function registerJobs(program: Command, frame: Frame): void {
  const jobs = withExamples(program.command('jobs'), [
    ['troupe jobs submit --input input.json --wait', 'run a job and print its result'],
    ['troupe jobs list --status failed', 'the newest jobs that failed'],
    ['troupe jobs watch <id>', 'follow a job to its end'],
    ['troupe jobs explain <id>', 'why its rules and steps went as they did'],
  ]).description('Submit jobs, follow them, look at them, change them.')
  registerChanging(jobs, frame)
  registerReading(jobs, frame)
}

/** Commands that submit and change jobs: names, flags, help. Their work is imported when one runs. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { priorities } from '../../core/job.ts'
import { withExamples } from '../examples.ts'
import type { Frame } from '../run-command.ts'
import type { RerunOptions } from './change-job.ts'
import type { JobChange } from './jobs-api.ts'
import { duration } from './register-reading.ts'
import { runOnRuntime, runOnRuntimeGracefully, withRuntime } from './runtime-options.ts'
import type { SubmitOptions, WaitOptions } from './submit-job.ts'

type Labels = Readonly<Record<string, string>>
interface WaitFlags {
  readonly wait?: true
  readonly timeout?: number
}

export function registerChanging(jobs: Command, frame: Frame): void {
  registerSubmit(jobs, frame)
  registerChange(jobs, frame, { change: 'cancel', description: 'Cancel a job: running steps are told to stop.' })
  registerChange(jobs, frame, {
    change: 'pause',
    description: 'Pause a job: running steps may finish, nothing new starts.',
  })
  registerChange(jobs, frame, { change: 'resume', description: 'Let a paused job go on.' })
  registerRerun(jobs, frame)
}

function registerSubmit(jobs: Command, frame: Frame): void {
  const command = withExamples(withRuntime(jobs.command('submit')), [
    ['troupe jobs submit --input input.json', 'prints the id of the job'],
    ['troupe jobs submit --input input.json --wait', 'follows it, prints its result, exits by it'],
    ['cat input.json | troupe jobs submit --input - --key order-17', 'the same key never makes a second job'],
  ])
  withWait(command)
    .description('Submit a job.')
    .requiredOption('--input <json>', 'a JSON file, JSON itself, or - for stdin')
    .option('--workflow <name>', 'default: default')
    .option('--key <key>', 'idempotency key')
    .option('--label <name=value>', 'a label, repeatable', addLabel)
    .addOption(new Option('--priority <priority>', 'default: normal').choices(priorities))
    .option('--deadline <duration>', 'for the whole job: 10m')
    .option('--delay <duration>', 'start nothing before: 30s')
    .action((options: SubmitOptions & WaitFlags, self: Command) =>
      runOnRuntimeGracefully(frame, self, async (run) => {
        const { submit } = await import('./submit-job.ts')
        return await submit(run, { ...options, ...waitOptions(options) })
      }),
    )
}

function registerChange(
  jobs: Command,
  frame: Frame,
  { change: wanted, description }: { readonly change: JobChange; readonly description: string },
): void {
  withRuntime(jobs.command(wanted).argument('<id>'))
    .description(description)
    .action((jobId: string, _options: object, self: Command) =>
      runOnRuntime(frame, self, async (run) => {
        const { change } = await import('./change-job.ts')
        return await change(run, jobId, wanted)
      }),
    )
}

function registerRerun(jobs: Command, frame: Frame): void {
  withWait(withRuntime(jobs.command('rerun').argument('<id>')))
    .description('Run an ended job again: what failed and all after it; a completed job whole.')
    .option('--from <step>', 'begin with this step')
    .addOption(new Option('--input <json>', 'a new job with this input').conflicts('from'))
    .action((jobId: string, options: RerunOptions & WaitFlags, self: Command) =>
      runOnRuntimeGracefully(frame, self, async (run) => {
        const { rerun } = await import('./change-job.ts')
        return await rerun(run, jobId, { ...options, ...waitOptions(options) })
      }),
    )
}

function withWait(command: Command): Command {
  return command
    .option('--wait', 'follow it, print its result, exit by it: 0 completed, 1 failed or cancelled')
    .option('--timeout <duration>', 'stop waiting after 30s, 5m: exit 6; the job goes on', duration)
}

function waitOptions({ wait, timeout }: WaitFlags): WaitOptions {
  return { wait: wait === true, ...(timeout === undefined ? {} : { timeoutMs: timeout }) }
}

function addLabel(written: string, labels: Labels = {}): Labels {
  const [name, ...value] = written.split('=')
  if (name === undefined || name === '' || value.length === 0) {
    throw new InvalidArgumentError('Write it like team=sales.')
  }
  return { ...labels, [name]: value.join('=') }
}

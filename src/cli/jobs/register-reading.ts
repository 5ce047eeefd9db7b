/** Commands that look at jobs and change nothing: names, flags, help. Their work is imported when one runs. */
import { type Command, InvalidArgumentError } from 'commander'
import { parseDurationMs } from '../../core/duration.ts'
import { jobStatuses } from '../../core/status.ts'
import type { Frame } from '../run-command.ts'
import { runOnRuntime, runOnRuntimeGracefully, withRuntime } from './runtime-options.ts'

type ListOptions = Partial<Record<'status' | 'workflow' | 'label' | 'since' | 'limit' | 'cursor', string>>

export function registerReading(jobs: Command, frame: Frame): void {
  registerGet(jobs, frame)
  registerList(jobs, frame)
  registerWatch(jobs, frame)
  registerHistory(jobs, frame)
}

function registerGet(jobs: Command, frame: Frame): void {
  withRuntime(jobs.command('get').argument('<id>'))
    .description('Show a job with its rules and steps.')
    .option('--results', 'also its input, the output of each step and its result')
    .action((jobId: string, options: { results?: true }, self: Command) =>
      runOnRuntime(frame, self, async (run) => {
        const { showJob } = await import('./read-job.ts')
        return await showJob(run, jobId, options.results === true)
      }),
    )
}

function registerList(jobs: Command, frame: Frame): void {
  withRuntime(jobs.command('list'))
    .description('List jobs, newest first; off a terminal as columns separated by tabs.')
    .option('--status <status>', jobStatuses.join(', '))
    .option('--workflow <name>', 'of one workflow')
    .option('--label <name=value>', 'with this label')
    .option('--since <when>', 'created since an ISO instant, or in the last 2h, 7d')
    .option('--limit <count>', 'at most so many, 1 to 100', '20')
    .option('--cursor <cursor>', 'the page that a list before named')
    .action((options: ListOptions, self: Command) =>
      runOnRuntime(frame, self, async (run) => {
        const { list } = await import('./list-jobs.ts')
        const { status, workflow, label, since, limit, cursor } = options
        return await list(run, { status, workflow, label, since, limit, cursor })
      }),
    )
}

function registerWatch(jobs: Command, frame: Frame): void {
  withRuntime(jobs.command('watch').argument('<id>'))
    .description('Follow a job to its end and exit by it: 0 completed, 1 failed or cancelled.')
    .option('--timeout <duration>', 'stop watching after 30s, 5m: exit 6; the job goes on', duration)
    .action((jobId: string, options: { timeout?: number }, self: Command) =>
      runOnRuntimeGracefully(frame, self, async (run) => {
        const { watchJob } = await import('./watch-job.ts')
        return await watchJob(run, jobId, options.timeout)
      }),
    )
}

function registerHistory(jobs: Command, frame: Frame): void {
  withRuntime(jobs.command('explain').argument('<id>'))
    .description('Say why each rule was decided as it was and why each step stands where it stands.')
    .action((jobId: string, _options: object, self: Command) =>
      runOnRuntime(frame, self, async (run) => {
        const { showExplanation } = await import('./read-job.ts')
        return await showExplanation(run, jobId)
      }),
    )
  withRuntime(jobs.command('events').argument('<id>'))
    .description('List what happened to a job, in order.')
    .option('--since <when>', 'an ISO instant, or next of an answer before')
    .action((jobId: string, options: { since?: string }, self: Command) =>
      runOnRuntime(frame, self, async (run) => {
        const { showEvents } = await import('./read-job.ts')
        return await showEvents(run, jobId, options.since)
      }),
    )
  withRuntime(jobs.command('diff').argument('<before>').argument('<after>'))
    .description('Compare two jobs: input, verdicts, steps, result.')
    .action((...[before, after, , self]: [string, string, object, Command]) =>
      runOnRuntime(frame, self, async (run) => {
        const { showDifference } = await import('./read-job.ts')
        return await showDifference(run, before, after)
      }),
    )
}

/** Of a flag, in ms. */
export function duration(written: string): number {
  const ms = parseDurationMs(/^\d+(\.\d+)?$/.test(written) ? Number(written) : written)
  if (ms === undefined || ms === 0) throw new InvalidArgumentError('Write it like 30s, 5m, 2h.')
  return ms
}

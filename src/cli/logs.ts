import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseDurationMs } from '../core/duration.ts'
import { withExamples } from './examples.ts'
import type { LogsOptions } from './logs/show-logs.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerLogs(program: Command, frame: Frame): void {
  withExamples(program.command('logs'), [
    ['troupe logs', 'what the runtime on this machine wrote in the last 15 minutes'],
    ['troupe logs --job <id>', 'what concerns one job'],
    ['troupe logs data_cleaner --stage dev --follow', 'one agent of a deployed stage, on and on'],
    ['troupe logs --stage prod --errors --since 2h', 'warnings and errors of all functions'],
  ])
    .summary('Show log lines of a stage or of this machine.')
    .description('Show log lines of a deployed stage, or of the runtime on this machine.')
    .argument('[source]', 'an agent; on a stage also planner, api, sweeper, dead-letters, events; else runtime')
    .option('--stage <name>', 'a deployed stage')
    .option('--job <id>', 'lines of one job; without --since those of the last day')
    .option('--since <when>', 'from an ISO instant on, or the last 30s, 2h, 7d', instant)
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .option('--errors', 'warnings and errors alone; a failed attempt is a warning')
    .addOption(
      new Option('--data <directory>', 'data directory; else TROUPE_DATA, else .troupe beside agents.yaml').conflicts(
        'stage',
      ),
    )
    .action((wanted: string | undefined, options: LogsOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { showLogs } = await import('./logs/show-logs.ts')
        return await showLogs(run, { wanted, options })
      }),
    )
}

/** Of a flag, in epoch ms. */
function instant(written: string): number {
  const agoMs = parseDurationMs(written)
  const at = agoMs === undefined ? Date.parse(written) : Date.now() - agoMs
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write it like 15m, 2h or 2026-01-31T08:00:00Z.')
  return at
}

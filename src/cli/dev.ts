import type { Command } from 'commander'
import type { DevOptions } from './dev/serve.ts'
import { withExamples } from './examples.ts'
import { type Frame, runGracefully } from './run-command.ts'

export function registerDev(program: Command, frame: Frame): void {
  withExamples(program.command('dev'), [
    ['troupe dev', 'serve on http://127.0.0.1:4000 until Ctrl-C'],
    ['troupe dev --port 0', 'on a free port; it says which'],
    ['troupe dev --data /var/lib/troupe', 'keep the jobs elsewhere'],
  ])
    .summary('Start the platform on this machine.')
    .description('Start the platform on this machine; changes of agents are taken up while it runs.')
    .option('--port <number>', 'port of the API, 0 for a free one', '4000')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <directory>', 'data directory; else TROUPE_DATA, else .troupe beside agents.yaml')
    .action((options: DevOptions, self: Command) =>
      runGracefully(frame, self, async (run) => {
        const { serve } = await import('./dev/serve.ts')
        return await serve(run, options)
      }),
    )
}

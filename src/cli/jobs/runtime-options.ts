import { type Command, Option } from 'commander'
import { type Action, type Frame, runCommand, runGracefully } from '../run-command.ts'
import { defaultUrl, type RuntimeOptions } from './base-url.ts'
import type { JobsRun } from './open-jobs.ts'

/** Every command about jobs finds its runtime in the same way. */
export function withRuntime(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', `the runtime; else TROUPE_URL, else ${defaultUrl}`).conflicts('stage'))
    .addOption(new Option('--stage <name>', 'a deployed stage, in place of an address'))
}

type RuntimeAction = (run: JobsRun) => ReturnType<Action>

/** `runCommand` for a command with these options: its action is given the runtime that they name. */
export async function runOnRuntime(frame: Frame, command: Command, action: RuntimeAction): Promise<void> {
  await runCommand(frame, command, onRuntime(command, action))
}

/** `runGracefully` for such a command. */
export async function runOnRuntimeGracefully(frame: Frame, command: Command, action: RuntimeAction): Promise<void> {
  await runGracefully(frame, command, onRuntime(command, action))
}

function onRuntime(command: Command, action: RuntimeAction): Action {
  return async (run) => {
    const { openJobs } = await import('./open-jobs.ts')
    return await action(await openJobs(run, command.opts<RuntimeOptions>()))
  }
}

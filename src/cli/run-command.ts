/**
 * Runs the action of one command and turns its end into an exit code.
 *
 * 1. What is thrown is shown once: in words on stderr, or with `--json` as one document on stdout; never both.
 * 2. The exit code is set, not forced: everything written still arrives.
 * 3. Ctrl-C ends a command at once with 130. A `graceful` one sees its signal abort instead and ends by itself; a
 *    second Ctrl-C ends it at once.
 *
 * It does not parse arguments: main.ts does.
 */
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { CommandFault, type ShownFault, showFault } from './command-fault.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import { createOutput, type Output, writeJson } from './output.ts'
import { paint } from './paint.ts'

/** What every command is registered with. */
export interface Frame {
  readonly env: Env
}

/** What an action is given. */
export interface Run {
  readonly output: Output
  readonly env: Env
  /** `--file`: path of agents.yaml as it was given. */
  readonly file: string
  /** Aborts on Ctrl-C and SIGTERM, for a graceful command. */
  readonly signal: AbortSignal
}

/** Answers the exit code; nothing means 0, or 130 when it was interrupted. */
export type Action = (run: Run) => Promise<ExitCode | undefined>

/** @param command the parsed command: `--json` and `--file` are read from it */
export async function runCommand(frame: Frame, command: Command, action: Action): Promise<void> {
  await run({ frame, command, action, isGraceful: false })
}

/** Like `runCommand`, for a command that has something to end: it must watch its signal. */
export async function runGracefully(frame: Frame, command: Command, action: Action): Promise<void> {
  await run({ frame, command, action, isGraceful: true })
}

interface Running {
  readonly frame: Frame
  readonly command: Command
  readonly action: Action
  readonly isGraceful: boolean
}

async function run({ frame, command, action, isGraceful }: Running): Promise<void> {
  const { json, file } = command.optsWithGlobals<{ json?: boolean; file: string }>()
  const output = openOutput(frame.env, json === true)
  const interruption = watchSignals(isGraceful)
  try {
    const exitCode = await action({ output, env: frame.env, file, signal: interruption.signal })
    process.exitCode = exitCode ?? (interruption.signal.aborted ? exitCodes.interrupted : exitCodes.ok)
  } catch (thrown) {
    process.exitCode = reportThrown(output, thrown)
  } finally {
    interruption.end()
  }
}

/** The streams of this process. */
export function openOutput(env: Env, json: boolean): Output {
  const { stdin, stdout, stderr } = process
  return createOutput({ stdin, stdout, stderr, env, json })
}

/** Shows what was thrown, and answers its exit code. */
export function reportThrown(output: Output, thrown: unknown): ExitCode {
  const shown = showFault(thrown)
  if (shown.code === 'INTERNAL' && thrown instanceof Error && !(thrown instanceof CommandFault)) {
    output.stderr.write(`${paint(output.stderr, 'dim', thrown.stack ?? '')}\n`)
  }
  if (output.json) writeJson(output, shown)
  else output.stderr.write(renderFault(shown, output))
  return exitCodeOf(shown.code)
}

function renderFault({ code, message, hint, at, findings = [] }: ShownFault, { stderr }: Output): string {
  const label = paint(stderr, ['red', 'bold'], 'error')
  const lines = [`${label} ${code}: ${message}`]
  if (at !== undefined) lines.push(`  at ${at}`)
  // One finding is what the message says already.
  if (findings.length > 1) for (const finding of findings) lines.push(`  ${finding.message}`)
  if (hint !== undefined) lines.push(`${paint(stderr, 'cyan', 'hint')} ${hint}`)
  return `${lines.join('\n')}\n`
}

/** Copy-ready commands, at most three, as the last lines of a command. */
export function sayNext({ stderr }: Output, commands: readonly (readonly [command: string, purpose: string])[]): void {
  const width = Math.max(...commands.map(([command]) => command.length))
  for (const [command, purpose] of commands) {
    stderr.write(`${paint(stderr, 'cyan', 'next')} ${command.padEnd(width)}  ${paint(stderr, 'dim', `# ${purpose}`)}\n`)
  }
}

function watchSignals(isGraceful: boolean): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const onSignal = () => {
    if (!isGraceful || controller.signal.aborted) process.exit(exitCodes.interrupted)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  if (isGraceful) process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    end() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

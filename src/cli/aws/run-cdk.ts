/**
 * Runs the CDK's command line, the pinned one that is installed beside us, on our CDK app.
 *
 * 1. No shell of ours is between: a path or a stage's name is one argument, whatever it holds.
 * 2. It is never asked anything: its stdin is closed, and whoever calls has asked before.
 * 3. When the signal aborts it is interrupted, and this settles only when it has ended.
 *
 * It does not check that the tools are installed: deploy-tools.ts does.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Environment, processEnvironment } from '../../env.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'

export interface CdkRun {
  /** The project's folder: relative paths of the CDK begin there, and its cdk.json counts when there is one. */
  readonly directory: string
  /** The agents.yaml, as `--file` was given. */
  readonly file: string
  readonly stage: string
  /** Command and flags: `['synth', '--quiet']`. */
  readonly args: readonly string[]
  /** Where the stack and the bundles are written. */
  readonly outdir: string
  /** Takes what an earlier run wrote to `outdir`, instead of making it again. */
  readonly isMade?: boolean
  /** Default: that of this process. */
  readonly env?: Environment
  readonly color: boolean
  readonly signal: AbortSignal
  /** Is given what the CDK says, as it says it. */
  readonly say: (text: string) => void
  /** Is given what it prints on stdout; default: `say`. */
  readonly print?: (text: string) => void
}

/** Answers how it ended: 0, 1, or 130 when the signal aborted. What went wrong was said by then. */
export function runCdk(run: CdkRun): Promise<ExitCode> {
  const { directory, say, print = say, signal } = run
  const cdk = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'))
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [cdk, ...run.args, ...commonFlags(run)], {
      cwd: directory,
      env: { ...(run.env ?? processEnvironment()), CDK_DISABLE_CLI_TELEMETRY: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const interrupt = () => void child.kill('SIGINT')
    if (signal.aborted) interrupt()
    signal.addEventListener('abort', interrupt, { once: true })
    child.stdout.setEncoding('utf8').on('data', print)
    child.stderr.setEncoding('utf8').on('data', say)
    child.once('error', fail)
    child.once('close', (code) => {
      signal.removeEventListener('abort', interrupt)
      if (signal.aborted) settle(exitCodes.interrupted)
      else settle(code === 0 ? exitCodes.ok : exitCodes.failed)
    })
  })
}

function commonFlags({ file, stage, outdir, isMade = false, color }: CdkRun): string[] {
  const app = isMade ? resolve(outdir) : commandLine(process.execPath, fileURLToPath(import.meta.resolve('#cdk-app')))
  return [
    ...['--app', app, '--output', resolve(outdir)],
    ...['--context', `stage=${stage}`, '--context', `file=${resolve(file)}`],
    // As cdk.json has it: a template is the same, whoever makes it.
    ...['--no-path-metadata', '--no-asset-metadata', '--no-version-reporting', '--no-notices'],
    // In CI it would speak on stdout, which is our result's.
    ...['--ci=false', color ? '--color' : '--no-color'],
  ]
}

/**
 * The CDK hands its app to a shell. The space before keeps its parser of flags from taking the outer quotes for its own.
 */
function commandLine(...words: readonly string[]): string {
  const escaped = process.platform === 'win32' ? '$1' : '\\$1'
  return words.map((word) => ` "${word.replace(/(["\\$`])/g, escaped)}"`).join('')
}

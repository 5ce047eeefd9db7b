import { Command, CommanderError } from 'commander'
import troupe from '../../package.json' with { type: 'json' }
import { readEnv } from '../env.ts'
import { CommandFault } from './command-fault.ts'
import { registerDemo } from './demo.ts'
import { registerDeploy } from './deploy.ts'
import { registerDestroy } from './destroy.ts'
import { registerDev } from './dev.ts'
import { registerDiff } from './diff.ts'
import { registerDoctor } from './doctor.ts'
import { withExamples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { registerGenerateConfig } from './generate-config.ts'
import { registerJobs } from './jobs.ts'
import { registerLogs } from './logs.ts'
import { registerPackage } from './package.ts'
import { registerPlan } from './plan.ts'
import { type Frame, openOutput, reportThrown } from './run-command.ts'
import { registerSimulate } from './simulate.ts'
import { registerSynth } from './synth.ts'
import { registerTest } from './test.ts'
import { registerValidate } from './validate.ts'

/** In the order of the help. A file of this list holds names, flags and help; its work is imported when it runs. */
const registrations: readonly ((program: Command, frame: Frame) => void)[] = [
  registerValidate,
  registerPlan,
  registerTest,
  registerSimulate,
  registerDev,
  registerDemo,
  registerJobs,
  registerLogs,
  registerSynth,
  registerDiff,
  registerDeploy,
  registerDestroy,
  registerPackage,
  registerGenerateConfig,
  registerDoctor,
]

/**
 * Runs the command line, and settles when the command ended; `process.exitCode` is set by then.
 * @param args without node and script
 */
export async function main(args: readonly string[]): Promise<void> {
  exitOnClosedPipe()
  const frame: Frame = { env: readEnv() }
  const program = createProgram(frame)
  try {
    await program.parseAsync(asFlags(args), { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return
    const fault = thrown instanceof CommanderError ? usageFault(thrown, commandNamed(program, args)) : thrown
    process.exitCode = reportThrown(openOutput(frame.env, args.includes('--json')), fault)
  }
}

/** Every command, its flags and its help. */
export function createProgram(frame: Frame): Command {
  const program = new Command('troupe')
    .description('Turns one agents.yaml into a durable job platform for agents.')
    .option('--file <path>', 'the agents.yaml to use', 'agents.yaml')
    .option('--json', 'print JSON on stdout, for errors too')
    .version(troupe.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true })
    // Errors are thrown, and shown in one place like all others.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
  withExamples(program, [
    ['troupe validate', 'check agents.yaml'],
    [`troupe plan --input '{"analysis_type": "full"}'`, 'what an input would do, and why'],
    ['troupe dev', 'start the platform on this machine'],
    ['troupe jobs submit --input input.json --wait', 'run a job and see its result'],
  ])
  for (const register of registrations) register(program, frame)
  return program
}

/** Nothing asks for help, and so does `help jobs submit`, of which commander would read one name only. */
function asFlags(args: readonly string[]): readonly string[] {
  if (args.length === 0) return ['--help']
  const [first, ...names] = args
  return first === 'help' && names.length > 1 ? [...names, '--help'] : args
}

/** The full name of the command that the arguments begin with: `troupe jobs submit`. */
function commandNamed(program: Command, args: readonly string[]): string {
  const names = [program.name()]
  let command: Command | undefined = program
  for (const arg of args) {
    command = command.commands.find((child) => child.name() === arg)
    if (command === undefined) break
    names.push(arg)
  }
  return names.join(' ')
}

/** `error: unknown command 'plam'\n(Did you mean plan?)` as a fault with its hint. */
function usageFault(error: CommanderError, command: string): CommandFault {
  if (error.code === 'commander.help') {
    const message = `Command ${command} is incomplete`
    return new CommandFault({ code: 'CLI_USAGE', message, hint: `Choose one of its commands: ${command} --help` })
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const hint = suggestion?.replace(/^\(|\)$/g, '') ?? `See what there is: ${command} --help`
  return new CommandFault({ code: 'CLI_USAGE', message: message.charAt(0).toUpperCase() + message.slice(1), hint })
}

/** `troupe jobs list | head -1` closes the pipe: nobody listens any more, and that is no error. */
function exitOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok)
      throw error
    })
  }
}

/**
 * The command line for many commands in one process, one after another: what the tests save is the start of a process
 * for each. troupe-process.ts starts it and sends it commands; it ends with who started it.
 */
import { env as environment } from 'node:process'
import { Readable, Writable } from 'node:stream'
import { main } from '../../src/cli/main.ts'

export interface HostedCommand {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: string
}

process.once('disconnect', () => process.exit())

let last = Promise.resolve()
process.on('message', (command: HostedCommand) => {
  last = last.then(() => carryOut(command))
})

/** Everything by which commands differ is set anew, so that none sees the one before. */
async function carryOut(command: HostedCommand): Promise<void> {
  process.chdir(command.cwd)
  for (const name of Object.keys(environment)) Reflect.deleteProperty(environment, name)
  Object.assign(environment, command.env)
  const stdout = collect('stdout')
  const stderr = collect('stderr')
  Object.defineProperty(process, 'stdin', { value: Readable.from([command.stdin]), configurable: true })
  process.exitCode = undefined
  await main(command.args)
  process.send?.({ stdout: stdout(), stderr: stderr(), exitCode: process.exitCode ?? 0 })
}

/** Puts a stream that is no terminal in the place of the process's own; answers what reads it. */
function collect(name: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = []
  const value = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  Object.defineProperty(process, name, { value, configurable: true })
  return () => Buffer.concat(chunks).toString()
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Site } from './stage.ts'

const commandLine = join(import.meta.dirname, '../src/cli/troupe.js')

/** Runs a command of ours in the target's environment, what it says goes to the log. Throws when it fails. */
export async function runTroupe({ target, report, signal }: Site, args: readonly string[]): Promise<void> {
  report.say(`      $ troupe ${args.join(' ')}`)
  const child = spawn(process.execPath, [commandLine, ...args], {
    env: target.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', report.detail)
  const interrupt = () => void child.kill('SIGINT')
  signal.addEventListener('abort', interrupt, { once: true })
  const [code] = await once(child, 'close')
  signal.removeEventListener('abort', interrupt)
  if (code !== 0) throw new Error(`troupe ${args[0]} ended with ${code}: see ${report.logFile}`)
}

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostedCommand } from './command-host.ts'

export const troupeEntry = fileURLToPath(new URL('../../src/cli/troupe.js', import.meta.url))

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
}

export interface ProcessOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

export interface TroupeProcess {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Settles with the match once it was written to either stream; rejects when the process ends without it. */
  said(pattern: string | RegExp): Promise<RegExpMatchArray>
}

/** No terminal, and no variables but those given and these. */
const usual = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` }

/** The real command line in a process of its own. */
export function startTroupe(args: readonly string[], { cwd, env, stdin = '' }: ProcessOptions): TroupeProcess {
  const child = spawn(process.execPath, [troupeEntry, ...args], { cwd, env: { ...usual, ...env }, stdio: 'pipe' })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  child.stdin.end(stdin)
  const ended = once(child, 'close').then(([exitCode]): Ended => ({ stdout, stderr, exitCode }))
  const said = (pattern: string | RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const match = stdout.match(pattern) ?? stderr.match(pattern)
        if (match !== null) resolve(match)
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      look()
      void ended.then(() => reject(new Error(`It ended without saying ${pattern}: ${stdout}${stderr}`)))
    })
  return { child, ended, said }
}

/** The same command line without a process of its own: for everything but its start, its end and signals. */
export async function troupe(args: readonly string[], { cwd, env, stdin = '' }: ProcessOptions): Promise<Ended> {
  const answer = queue.then(() => ask({ args, cwd, env: { ...usual, ...env }, stdin }))
  queue = answer.catch(() => undefined)
  return await answer
}

/** One command at a time. */
let queue: Promise<unknown> = Promise.resolve()
/** Of all tests in this worker; it ends with the worker. */
let host: ChildProcess | undefined

function ask(command: HostedCommand): Promise<Ended> {
  if (host?.connected !== true) {
    host = fork(fileURLToPath(new URL('command-host.ts', import.meta.url)), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    host.unref()
    host.channel?.unref()
  }
  const asked = host
  asked.send(command)
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`The command ended its process: ${command.args.join(' ')}`))
    asked.once('exit', onExit)
    asked.once('message', (ended) => {
      asked.off('exit', onExit)
      resolve(ended as Ended)
    })
  })
}

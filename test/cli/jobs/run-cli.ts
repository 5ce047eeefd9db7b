import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processEnvironment } from '../../../src/env.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
export const cli = join(root, 'src/cli/troupe.js')
export const project = join(root, 'test/fixtures/cli-jobs/agents.yaml')

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Settles when the text was written to either stream; rejects when the process ends before. */
  said(text: string | RegExp): Promise<string>
}

/** The real command line in a process of its own, without a terminal. */
export function startCli(args: readonly string[], { stdin = '', url }: { stdin?: string; url?: string } = {}): Started {
  const { PATH = '', HOME = '' } = processEnvironment()
  const env = { PATH, HOME, ...(url === undefined ? {} : { TROUPE_URL: url }) }
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: 'pipe' })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  child.stdin.end(stdin)
  const ended = once(child, 'close').then(([code]): Ended => ({ stdout, stderr, code }))
  return {
    child,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = (stdout + stderr).match(text)
          if (found !== null) resolve(found[1] ?? found[0])
        }
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        look()
        void ended.then(() => reject(new Error(`ended without saying ${text}: ${stdout}${stderr}`)))
      }),
  }
}

export async function runCli(args: readonly string[], options?: Parameters<typeof startCli>[1]): Promise<Ended> {
  return await startCli(args, options).ended
}

/** A runtime of the fixture project in a process of its own. */
export interface Laptop {
  readonly url: string
  readonly directory: string
  /** kill -9, then a new process on the same port and data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startLaptop(): Promise<Laptop> {
  const directory = await mkdtemp(join(tmpdir(), 'troupe-jobs-'))
  const start = async (port: string): Promise<{ started: Started; url: string }> => {
    const started = startCli(['dev', '--file', project, '--port', port, '--data', join(directory, 'data')])
    return { started, url: await started.said(/listening on (http\S+)/) }
  }
  let { started, url } = await start('0')
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    started.child.kill(signal)
    await started.ended
  }
  return {
    url,
    directory,
    async restart() {
      await stop('SIGKILL')
      ;({ started, url } = await start(new URL(url).port))
    },
    async close() {
      await stop('SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A project folder of its own, from test/fixtures/projects; `troupe` in it is this repository. */
export function aProjectFolder(fixture: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-test-'))
  cpSync(resolve('test/fixtures/projects', fixture), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/troupe'))
  return folder
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** `troupe dev` as a user starts it, on a free port, in a process of its own. */
export interface RuntimeProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Everything it said on standard error. */
  said(): string
  /** kill -9; settles when the process is gone. */
  kill(): Promise<void>
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>
}

export async function startDev(folder: string, options: readonly string[] = []): Promise<RuntimeProcess> {
  const cli = resolve('src/cli/troupe.js')
  const child = spawn(process.execPath, [cli, 'dev', '--port', '0', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stdout.resume()
  const url = await new Promise<string>((found, reject) => {
    child.stderr.on('data', () => {
      const match = /listening on (http:\S+)/.exec(said)
      if (match?.[1] !== undefined) found(match[1])
    })
    child.once('exit', (code) => reject(new Error(`troupe dev ended with ${code}: ${said}`)))
  })
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }
  return { url, child, said: () => said, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGINT') }
}

/** Asks again until the answer is there; the test's own timeout bounds it. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    // The processor is for what is waited for.
    await wait(20)
  }
}

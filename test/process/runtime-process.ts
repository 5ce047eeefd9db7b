import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startTroupe, type TroupeProcess } from '../cli/troupe-process.ts'

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
export interface RuntimeProcess extends Pick<TroupeProcess, 'said'> {
  readonly url: string
  /** kill -9; settles when the process is gone. */
  kill(): Promise<void>
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>
}

export async function startDev(folder: string): Promise<RuntimeProcess> {
  const { child, ended, said } = startTroupe(['dev', '--port', '0'], { cwd: folder })
  const [, url = ''] = await said(/listening on (http:\S+)/)
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return (await ended).exitCode
  }
  return { url, said, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGINT') }
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

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { processEnvironment } from '../../../src/env.ts'
import { troupeEntry } from '../troupe-process.ts'

/** `script` of util-linux gives a command a terminal of its own. */
export const hasTerminal =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
}

export interface OnTerminal {
  readonly child: ChildProcess
  /** Everything the terminal was sent, and the exit code. */
  readonly ended: Promise<{ readonly screen: string; readonly code: number | null }>
  said(text: string | RegExp): Promise<void>
  /** What a person types: `\u0003` is Ctrl-C. */
  type(keys: string): void
}

/** The command line on a terminal of the given size. Arguments go through a shell: they must not need quotes but `'`. */
export function startOnTerminal(command: string, { columns = 100, rows = 30, env = {} }: TerminalOptions): OnTerminal {
  const { PATH = '', HOME = '' } = processEnvironment()
  const line = `stty cols ${columns} rows ${rows}; exec '${process.execPath}' '${troupeEntry}' ${command}`
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { PATH, HOME, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: 'pipe',
  })
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (screen += chunk))
  const ended = once(child, 'close').then(([code]) => ({ screen, code: code as number | null }))
  return {
    child,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (screen.match(text) !== null) resolve()
        }
        child.stdout.on('data', look)
        look()
        void ended.then(() => reject(new Error(`ended without saying ${text}: ${screen}`)))
      }),
    type: (keys) => void child.stdin.write(keys),
  }
}

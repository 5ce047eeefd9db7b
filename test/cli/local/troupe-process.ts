import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const troupeEntry = fileURLToPath(new URL('../../../src/cli/troupe.js', import.meta.url))

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
  /** Settles with the match once it was written to stderr; rejects when the process ends without it. */
  said(pattern: RegExp): Promise<RegExpExecArray>
}

/** The real command line in a process of its own: no terminal, no variables but those given. */
export function startTroupe(args: readonly string[], { cwd, env = {}, stdin = '' }: ProcessOptions): TroupeProcess {
  const child = spawn(process.execPath, [troupeEntry, ...args], {
    cwd,
    env: { PATH: `${process.execPath.replace(/\/[^/]+$/, '')}:/usr/bin:/bin`, ...env },
    stdio: 'pipe',
  })
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
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(stderr)
        if (match !== null) resolve(match)
      }
      child.stderr.on('data', look)
      look()
      void ended.then(() => reject(new Error(`It ended without saying ${pattern}: ${stdout}${stderr}`)))
    })
  return { child, ended, said }
}

export async function troupe(args: readonly string[], options: ProcessOptions): Promise<Ended> {
  return await startTroupe(args, options).ended
}

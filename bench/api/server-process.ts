import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpuMsOf } from '../engine/usage.ts'

export interface ServerProcess {
  readonly url: string
  /** Processor time it has used so far; Linux only. */
  cpuMs(): number | undefined
  stop(): Promise<void>
}

/** Starts a program that says `listening on <url>` on standard error. */
export async function startServer(args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = once(child, 'exit')
  let said = ''
  const url = await new Promise<string>((found, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const match = /listening on (http:\S+)/.exec(said)
      if (match?.[1] !== undefined) found(match[1])
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
  return {
    url,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

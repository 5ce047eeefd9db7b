import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

export interface ServerProcess {
  readonly url: string
  /** Processor time it has used so far, in ms; Linux only (source: proc(5), utime and stime in ticks of 10 ms). */
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

function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [utime = 0, stime = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
    return (utime + stime) * 10
  } catch {
    return undefined
  }
}

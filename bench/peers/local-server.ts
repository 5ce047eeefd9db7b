import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export interface LocalServer {
  readonly pid: number
  /** Settles when it has ended by itself, within 20 s, or was killed. */
  stop(signal: NodeJS.Signals): Promise<void>
}

interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly options: SpawnOptions
}

/** Starts a program and waits until `isReady` answers true. It ends at the latest when this process does. */
export async function startLocalServer(
  { file, args, options }: Program,
  isReady: () => Promise<boolean>,
): Promise<LocalServer> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = once(child, 'exit')
  const said = lastWords(child)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  for (let waited = 0; !(await isReady()); waited += 50) {
    if (child.exitCode !== null || waited > 30_000) {
      kill()
      throw new Error(`${file.replace(/.*\//, '')} does not serve: ${said()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    pid: child.pid ?? 0,
    async stop(signal) {
      child.kill(signal)
      const late = setTimeout(kill, 20_000)
      await gone
      clearTimeout(late)
      process.off('exit', kill)
    },
  }
}

/** Ports of the loopback that nobody uses now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

function lastWords(child: ChildProcess): () => string {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000)
  })
  return () => said.trim()
}

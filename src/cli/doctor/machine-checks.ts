import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatBytes } from '../../core/size.ts'
import { type Check, type Patient, verdict } from './check.ts'

export type Look = (patient: Patient) => Omit<Check, 'name'> | Promise<Omit<Check, 'name'>>

const oldestNode = 24
const oldestNpm = 10
/** No clock of a machine that is right shows less: this check was written then. */
const writtenAt = Date.UTC(2025, 0, 1)
const latestSane = Date.UTC(2100, 0, 1)

/** What this machine must have, whatever the project. */
export const machineChecks: Readonly<Record<string, Look>> = {
  'Node version': () => {
    const found = process.versions.node
    const repair = `Install Node ${oldestNode} or newer`
    return verdict(`${oldestNode} or newer`, major(found) >= oldestNode, { found, repair })
  },
  'npm version': async () => {
    const found = await npmVersion()
    const repair = `Install npm ${oldestNpm} or newer: npm install --global npm`
    return verdict(`${oldestNpm} or newer`, major(found) >= oldestNpm, { found, repair, level: 'warning' })
  },
  'system clock': () => {
    const now = Date.now()
    const found = new Date(now).toISOString()
    const repair = 'Set the clock: deadlines, retries and the order of jobs follow it'
    return verdict('a present date', now > writtenAt && now < latestSane, { found, repair })
  },
  'temporary folder': () => {
    const problem = problemOf(() => {
      const folder = mkdtempSync(join(tmpdir(), 'troupe-doctor-'))
      writeFileSync(join(folder, 'probe'), 'probe')
      rmSync(folder, { recursive: true })
    })
    const found = problem === undefined ? tmpdir() : `${tmpdir()}: ${problem}`
    return verdict('writable', problem === undefined, { found, repair: 'Make it writable, or set TMPDIR' })
  },
  memory: ({ project }) => {
    const declared = Object.values(project?.definition?.agents ?? {}).map(({ memoryMb }) => memoryMb * 1_048_576)
    const wanted = Math.max(0, ...declared)
    const found = `${formatBytes(totalmem())} in this machine`
    const repair = 'Lower runtime.memory, or use a larger machine'
    const enough = `at least the ${formatBytes(wanted)} of the largest agent`
    return verdict(enough, totalmem() >= wanted, { found, repair, level: 'warning' })
  },
  'free port': async ({ port }) => {
    const problem = await listenProblem(port)
    const found = problem === undefined ? `port ${port} is free` : `port ${port}: ${problem}`
    const repair = `Stop what uses port ${port}, or choose another: troupe dev --port <number>`
    return verdict(`port ${port} of 127.0.0.1 free`, problem === undefined, { found, repair })
  },
}

export function problemOf(attempt: () => void): string | undefined {
  try {
    attempt()
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

function major(version: string): number {
  return Number.parseInt(version, 10) || 0
}

async function npmVersion(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['--version'], {
      timeout: 10_000,
      shell: process.platform === 'win32',
    })
    return stdout.trim()
  } catch {
    return 'none'
  }
}

function listenProblem(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

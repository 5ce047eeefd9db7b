import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Ended, startTroupe, type TroupeProcess, troupe } from '../troupe-process.ts'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const project = join(root, 'test/fixtures/cli-jobs/agents.yaml')

/** Input of a job that ends at once. */
export const greet = '{"kind":"greet","name":"Ada"}'

/** A runtime of the fixture project in a process of its own, and the commands that work on its jobs. */
export interface Laptop {
  readonly url: string
  jobs(...args: string[]): Promise<Ended>
  /** As `jobs`, in a process of its own, with what it reads on stdin. */
  startJobs(args: readonly string[], stdin?: string): TroupeProcess
  /** What `jobs submit` prints. */
  submitted(input: string, ...more: string[]): Promise<string>
  /** A job whose first step runs until it is released. */
  sleeping(): Promise<Sleeping>
  /** A file that does not exist yet: the input of a sleeper names it. */
  releaseFile(): string
  /** kill -9, then a new process on the same port and data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface Sleeping {
  readonly jobId: string
  release(): Promise<void>
}

export async function startLaptop(): Promise<Laptop> {
  const directory = await mkdtemp(join(tmpdir(), 'troupe-jobs-'))
  const start = async (port: string): Promise<{ started: TroupeProcess; url: string }> => {
    const data = join(directory, 'data')
    const started = startTroupe(['dev', '--file', project, '--port', port, '--data', data], { cwd: root })
    return { started, url: (await started.said(/listening on (http\S+)/))[1] ?? '' }
  }
  let { started, url } = await start('0')
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    started.child.kill(signal)
    await started.ended
  }
  return {
    url,
    ...commandsAt(url, directory),
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

function commandsAt(
  url: string,
  directory: string,
): Pick<Laptop, 'jobs' | 'startJobs' | 'submitted' | 'sleeping' | 'releaseFile'> {
  const options = { cwd: root, env: { TROUPE_URL: url } }
  const jobs = (...args: string[]) => troupe(['jobs', ...args], options)
  const submitted = async (input: string, ...more: string[]) =>
    (await jobs('submit', '--input', input, ...more)).stdout.trim()
  const releaseFile = () => join(directory, randomUUID())
  return {
    jobs,
    startJobs: (args, stdin = '') => startTroupe(['jobs', ...args], { ...options, stdin }),
    submitted,
    async sleeping() {
      const until = releaseFile()
      const jobId = await submitted(JSON.stringify({ kind: 'sleep', until }))
      return { jobId, release: () => writeFile(until, '') }
    },
    releaseFile,
  }
}

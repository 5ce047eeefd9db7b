import { createOutput } from '../../../src/cli/output.ts'
import type { Run } from '../../../src/cli/run-command.ts'
import { readEnv } from '../../../src/env.ts'

/** What a command is given, with streams that keep what was written; no terminal unless `isTTY`. */
export interface KeptRun extends Run {
  stdout(): string
  stderr(): string
}

export interface RunOptions {
  readonly file?: string
  readonly json?: boolean
  readonly isTTY?: boolean
  readonly variables?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export function aRun(options: RunOptions = {}): KeptRun {
  const { file = 'agents.yaml', json = false, isTTY = false, variables = {} } = options
  const written = { stdout: '', stderr: '' }
  const env = readEnv({ TERM: 'xterm', ...variables })
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns: 120,
    write(text: string) {
      written[name] += text
    },
  })
  const output = createOutput({ stdin: { isTTY }, stdout: stream('stdout'), stderr: stream('stderr'), env, json })
  return {
    ...{ output, env, file, signal: options.signal ?? new AbortController().signal },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  }
}

import { parseArgs } from 'node:util'

/** What the command line asks of a benchmark; each takes what concerns it and has its own defaults. */
export interface BenchOptions {
  readonly jobs?: number
  /** Jobs at once. */
  readonly concurrency?: number
  /** Each is measured so often; the medians count. */
  readonly rounds?: number
}

export interface BenchCommand {
  readonly names: readonly string[]
  readonly options: BenchOptions
  /** One line instead of a readable text. */
  readonly json: boolean
  /** Also kept in bench/results. */
  readonly save: boolean
}

export function readCommand(args: readonly string[]): BenchCommand {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      jobs: { type: 'string' },
      concurrency: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'boolean' },
      save: { type: 'boolean' },
    },
  })
  const { jobs, concurrency, rounds, json = false, save = false } = values
  const options = {
    ...(jobs === undefined ? {} : { jobs: count('jobs', jobs) }),
    ...(concurrency === undefined ? {} : { concurrency: count('concurrency', concurrency) }),
    ...(rounds === undefined ? {} : { rounds: count('rounds', rounds) }),
  }
  return { names: positionals, options, json, save }
}

function count(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${name} is ${text}; give a whole number from 1`)
}

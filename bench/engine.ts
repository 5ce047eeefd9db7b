import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fsyncMs } from './engine/disk.ts'
import type { LoadFigures } from './engine/load.ts'
import type { Measured, Measurement } from './engine/measure.ts'
import { median, medians, rounded } from './figures.ts'
import type { BenchOptions } from './options.ts'

export interface EngineFigures {
  readonly work: string
  readonly durable: string
  readonly rounds: number
  readonly fsyncMs: number
  /** Bare SQLite that saves five results a job, in the same run. */
  readonly floor: SubjectFigures
  /** Agents on the engine's own thread. */
  readonly inProcess: SubjectFigures & Ratio
  /** Agents in worker threads: the default. */
  readonly workers: SubjectFigures & Ratio
}

interface SubjectFigures {
  /** Many jobs in flight. */
  readonly throughput: LoadFigures
  /** One job in flight. */
  readonly alone: LoadFigures
  readonly diskBytesPerJob: number
}

interface Ratio {
  /** Of the floor's jobs a second, within one round; the median. */
  readonly ofFloor: number
}

const work = 'start -> (left | middle | right) -> finish; each step returns about 1 KB computed from its input'
const durable =
  'SQLite in WAL mode with synchronous=FULL: submit, claim, result and every decision are fsynced before anything depends on them; the final status is read back'

/** Jobs of five steps through the engine of the laptop runtime, and the floor under it, by turns; medians of the rounds. */
export function benchEngine({ jobs = 1_000, concurrency = 64, rounds = 3 }: BenchOptions = {}): EngineFigures {
  const loads = [
    { jobs, concurrency },
    { jobs: Math.min(jobs, 200), concurrency: 1 },
  ]
  const round = (): Record<Measurement['subject'], Measured> => ({
    bareSqlite: measure({ subject: 'bareSqlite', loads }),
    inProcess: measure({ subject: 'inProcess', loads }),
    workers: measure({ subject: 'workers', loads }),
  })
  const measured = Array.from({ length: rounds }, round)
  const figuresOf = (subject: Measurement['subject']) => subjectFigures(measured.map((one) => one[subject]))
  const ofFloor = (subject: Measurement['subject']) =>
    rounded(median(measured.map((one) => throughputOf(one[subject]) / throughputOf(one.bareSqlite))))
  return {
    work,
    durable,
    rounds,
    fsyncMs: fsyncHere(),
    floor: figuresOf('bareSqlite'),
    inProcess: { ofFloor: ofFloor('inProcess'), ...figuresOf('inProcess') },
    workers: { ofFloor: ofFloor('workers'), ...figuresOf('workers') },
  }
}

function measure(measurement: Measurement): Measured {
  const file = fileURLToPath(new URL('engine/measure.ts', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [file, JSON.stringify(measurement)], { encoding: 'utf8' }))
}

function subjectFigures(measured: readonly Measured[]): SubjectFigures {
  const load = (index: number) => medians(measured.flatMap(({ loads }) => loads[index] ?? []))
  return {
    throughput: load(0),
    alone: load(1),
    diskBytesPerJob: median(measured.map(({ diskBytesPerJob }) => diskBytesPerJob)),
  }
}

function throughputOf({ loads: [throughput] }: Measured): number {
  return throughput?.jobsPerSecond ?? Number.NaN
}

function fsyncHere(): number {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    return fsyncMs(join(directory, 'fsync'))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

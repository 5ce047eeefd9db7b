import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withBuilt } from './engine/built.ts'
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

/** Jobs of five steps through the engine of the built package, and the floor under it, by turns; medians of the rounds. */
export async function benchEngine({
  jobs = 1_000,
  concurrency = 64,
  rounds = 3,
}: BenchOptions): Promise<EngineFigures> {
  const loads = [
    { jobs, concurrency },
    { jobs: Math.min(jobs, 200), concurrency: 1 },
  ]
  return await withBuilt((built) => {
    const measure = (subject: Measurement['subject']) =>
      built.run<Measured>('measure', { subject, loads, source: built.sourceOf('diamond') } satisfies Measurement)
    const round = (): Round => ({
      bareSqlite: measure('bareSqlite'),
      inProcess: measure('inProcess'),
      workers: measure('workers'),
    })
    return figuresOf(Array.from({ length: rounds }, round))
  })
}

type Round = Record<Measurement['subject'], Measured>

function figuresOf(measured: readonly Round[]): EngineFigures {
  const ofSubject = (subject: Measurement['subject']) => subjectFigures(measured.map((one) => one[subject]))
  const ofFloor = (subject: Measurement['subject']) =>
    rounded(median(measured.map((one) => throughputOf(one[subject]) / throughputOf(one.bareSqlite))))
  return {
    work,
    durable,
    rounds: measured.length,
    fsyncMs: fsyncHere(),
    floor: ofSubject('bareSqlite'),
    inProcess: { ofFloor: ofFloor('inProcess'), ...ofSubject('inProcess') },
    workers: { ofFloor: ofFloor('workers'), ...ofSubject('workers') },
  }
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

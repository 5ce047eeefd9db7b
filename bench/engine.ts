import { type Built, withBuilt } from './engine/built.ts'
import type { Load } from './engine/load.ts'
import type { Measurement } from './engine/measure.ts'
import type { Measured } from './engine/measure-system.ts'
import { loadsOf, type SubjectFigures, subjectFigures, throughputRatio, work } from './engine/subject-figures.ts'
import type { BenchOptions } from './options.ts'

export interface EngineFigures {
  readonly work: string
  readonly rounds: number
  /** Bare SQLite that saves five results a job, in the same run. */
  readonly floor: SubjectFigures
  /** Agents on the engine's own thread. */
  readonly inProcess: SubjectFigures & Ratio
  /** Agents in worker threads: the default. */
  readonly workers: SubjectFigures & Ratio
}

interface Ratio {
  /** Of the floor's jobs a second, within one round; the median. */
  readonly ofFloor: number
}

/** Jobs of five steps through the engine of the built package, and the floor under it, by turns; medians of the rounds. */
export async function benchEngine({
  jobs = 1_000,
  concurrency = 64,
  rounds = 3,
}: BenchOptions): Promise<EngineFigures> {
  const loads = loadsOf({ jobs, concurrency })
  return await withBuilt((built) => engineFigures(Array.from({ length: rounds }, () => engineRound(built, loads))))
}

export type EngineRound = Readonly<Record<Measurement['subject'], Measured>>

export function engineRound(built: Built, loads: readonly Load[]): EngineRound {
  const measure = (subject: Measurement['subject']) =>
    built.run<Measured>('measure', { subject, loads, source: built.sourceOf('diamond') } satisfies Measurement)
  return { bareSqlite: measure('bareSqlite'), inProcess: measure('inProcess'), workers: measure('workers') }
}

export function engineFigures(rounds: readonly EngineRound[]): EngineFigures {
  const of = (subject: Measurement['subject']) => rounds.map((round) => round[subject])
  const besideFloor = (subject: 'inProcess' | 'workers') => ({
    ofFloor: throughputRatio(of(subject), of('bareSqlite')),
    ...subjectFigures(of(subject)),
  })
  return {
    work,
    rounds: rounds.length,
    floor: subjectFigures(of('bareSqlite')),
    inProcess: besideFloor('inProcess'),
    workers: besideFloor('workers'),
  }
}

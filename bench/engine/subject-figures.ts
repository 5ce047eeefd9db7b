import { median, medians, rounded } from '../figures.ts'
import type { LoadFigures } from './load.ts'
import type { Measured } from './measure-system.ts'

/** What one system did, medians over the rounds. */
export interface SubjectFigures {
  /** What made each result durable. */
  readonly durable: string
  /** Many jobs in flight. */
  readonly throughput: LoadFigures
  /** One job in flight. */
  readonly alone: LoadFigures
  readonly diskBytesPerJob: number
}

export const work =
  'start -> (left | middle | right) -> finish; each step returns about 1 KB computed from its input; the final status is read back'

/** What each system is asked: many jobs in flight, then one. */
export function loadsOf({ jobs, concurrency }: { readonly jobs: number; readonly concurrency: number }) {
  return [
    { jobs, concurrency },
    { jobs: Math.min(jobs, 200), concurrency: 1 },
  ]
}

export function subjectFigures(measured: readonly Measured[]): SubjectFigures {
  const load = (index: number) => medians(measured.flatMap(({ loads }) => loads[index] ?? []))
  return {
    durable: measured[0]?.durable ?? '',
    throughput: load(0),
    alone: load(1),
    diskBytesPerJob: median(measured.map(({ diskBytesPerJob }) => diskBytesPerJob)),
  }
}

/** Of jobs a second, one by the other within each round; the median. */
export function throughputRatio(measured: readonly Measured[], others: readonly Measured[]): number {
  return rounded(median(measured.map((one, round) => throughputOf(one) / throughputOf(others[round]))))
}

export function throughputOf(measured: Measured | undefined): number {
  return measured?.loads[0]?.jobsPerSecond ?? Number.NaN
}

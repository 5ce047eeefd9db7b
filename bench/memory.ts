import { withBuilt } from './engine/built.ts'
import type { LoadFigures } from './engine/load.ts'
import type { Measurement } from './engine/measure.ts'
import type { Measured } from './engine/measure-system.ts'
import type { WaitingFigures } from './engine/waiting-jobs.ts'
import type { BenchOptions } from './options.ts'

export interface MemoryFigures {
  /** Jobs that wait for ten days. */
  readonly waiting: WaitingFigures
  /** Jobs of five steps, all in flight at once, agents in process. */
  readonly inFlight: LoadFigures
}

/** What many jobs take of one machine's memory: 100,000 that wait, and 10,000 in flight. */
export async function benchMemory({ jobs = 100_000, concurrency = 10_000 }: BenchOptions): Promise<MemoryFigures> {
  return await withBuilt((built) => {
    const waiting = built.run<WaitingFigures>('waiting-jobs', { jobs, source: built.sourceOf('waiting') })
    const loads = [{ jobs: concurrency, concurrency }]
    const source = built.sourceOf('diamond')
    const {
      loads: [inFlight],
    } = built.run<Measured>('measure', { subject: 'inProcess', source, loads } satisfies Measurement)
    if (inFlight === undefined) throw new Error('nothing was measured')
    return { waiting, inFlight }
  })
}

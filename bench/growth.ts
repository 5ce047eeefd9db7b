import { withBuilt } from './engine/built.ts'
import type { StoreLevel } from './engine/growing-store.ts'
import type { PlanFigures } from './engine/large-plans.ts'
import type { BenchOptions } from './options.ts'

export interface GrowthFigures {
  readonly storedJobs: readonly StoreLevel[]
  readonly plans: readonly PlanFigures[]
}

const levels = [10, 100, 1_000, 10_000, 100_000]
const chains = [5, 20, 100, 300, 1_000]
const parallels = [5, 20, 100, 300, 502]

/** Whether a job costs the same however many are stored, and a step however many its plan has. @param jobs most stored */
export async function benchGrowth({ jobs = 100_000 }: BenchOptions): Promise<GrowthFigures> {
  return await withBuilt((built) => {
    const source = built.sourceOf('diamond')
    const plans = [
      ...chains.map((steps) => ({ shape: 'chain', steps })),
      ...parallels.map((steps) => ({ shape: 'parallel', steps })),
    ]
    return {
      plans: built.run<PlanFigures[]>('large-plans', { plans, source }),
      storedJobs: built.run<StoreLevel[]>('growing-store', { levels: levels.filter((level) => level <= jobs), source }),
    }
  })
}

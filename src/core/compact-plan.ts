import type { PoolReader, PoolWriter } from './byte-pool.ts'
import { type CompactStep, compactStep, expandStep } from './compact-step.ts'
import type { Job } from './job.ts'
import type { Step } from './step.ts'

type PlannedJob = Pick<Job, 'jobId' | 'createdAt' | 'epoch' | 'steps'>

/** The tuples of a job's steps, in the order of the plan. */
export function compactPlan(job: PlannedJob, pool: PoolWriter): CompactStep[] {
  const { steps, createdAt, epoch } = job
  const places = new Map(steps.map(({ stepId }, index) => [stepId, index]))
  if (steps.length >= largePlan) return steps.map((step, index) => tupleOnce(step, index, { job, pool, places }))
  return steps.map((step, index) => compactStep(step, index, { createdAt, epoch, pool, places }))
}

/** From so many steps on a save costs less when it makes only what changed since the one before. */
const largePlan = 32

/** The tuple of a step, and of which place in which job it was made: a step that did not change is the same object. */
interface KnownTuple {
  readonly tuple: CompactStep
  readonly jobId: string
  readonly createdAt: number
  readonly epoch: number
  readonly index: number
}

const knownTuples = new WeakMap<Step, KnownTuple>()

function tupleOnce(step: Step, index: number, { job, pool, places }: PlanContext): CompactStep {
  const { jobId, createdAt, epoch } = job
  const known = knownTuples.get(step)
  const isSame = known?.jobId === jobId && known.createdAt === createdAt && known.epoch === epoch
  if (isSame && known.index === index) return known.tuple
  const tuple = compactStep(step, index, { createdAt, epoch, pool, places })
  // A token goes into the pool, anew each time.
  if (step.token === undefined) knownTuples.set(step, { tuple, jobId, createdAt, epoch, index })
  return tuple
}

interface PlanContext {
  readonly job: PlannedJob
  readonly pool: PoolWriter
  readonly places: ReadonlyMap<string, number>
}

export function expandPlan(
  steps: readonly CompactStep[],
  place: { readonly createdAt: number; readonly epoch: number; readonly pool: PoolReader },
): Step[] {
  const ids = steps.map(([stepId]) => stepId)
  return steps.map((step, index) => expandStep(step, index, { ...place, ids }))
}

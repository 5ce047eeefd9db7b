import type { PoolReader, PoolWriter } from './byte-pool.ts'
import { type CompactStep, compactStep, expandStep } from './compact-step.ts'
import type { Job } from './job.ts'
import { createRecentValues } from './recent-values.ts'
import type { Step } from './step.ts'

type PlannedJob = Pick<Job, 'jobId' | 'createdAt' | 'epoch' | 'steps'>

/** The tuples of a job's steps, in the order of the plan. In a large plan a step that did not change is the same tuple again. */
export function compactPlan(job: PlannedJob, pool: PoolWriter): CompactStep[] {
  const { jobId, steps, createdAt, epoch } = job
  const tupleOf = (step: Step, index: number) => compactStep(step, index, { createdAt, epoch, pool, steps })
  if (steps.length < largePlan) return steps.map(tupleOf)
  const before = tuplesBefore(job)
  const tuples = steps.map((step, index) => {
    // A token goes into the pool, anew each time.
    const isSame = before?.steps[index] === step && step.token === undefined
    return (isSame ? before.tuples[index] : undefined) ?? tupleOf(step, index)
  })
  latestPlans.set(jobId, { steps, createdAt, epoch, tuples })
  return tuples
}

/** From so many steps on a save costs less when it makes only what changed since the one before. */
export const largePlan = 32

/** Large plans that are remembered at once. */
export const rememberedPlans = 64

const latestPlans = createRecentValues<string, Omit<PlannedJob, 'jobId'> & { tuples: readonly CompactStep[] }>(
  rememberedPlans,
)

/** What the job's plan was made into last, if its tuples count from the same instant and epoch. */
function tuplesBefore({ jobId, createdAt, epoch }: PlannedJob) {
  const latest = latestPlans.get(jobId)
  return latest?.createdAt === createdAt && latest.epoch === epoch ? latest : undefined
}

export function expandPlan(
  steps: readonly CompactStep[],
  place: { readonly createdAt: number; readonly epoch: number; readonly pool: PoolReader },
): Step[] {
  const ids = steps.map(([stepId]) => stepId)
  return steps.map((step, index) => expandStep(step, index, { ...place, ids }))
}

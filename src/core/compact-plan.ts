import { createPoolReader, createPoolWriter, type PoolReader, type PoolWriter } from './byte-pool.ts'
import { type CompactStep, compactStep, expandStep } from './compact-step.ts'
import type { Job } from './job.ts'
import type { Step } from './step.ts'

type PlannedJob = Pick<Job, 'createdAt' | 'epoch' | 'steps'>

/** The tuples of a job's steps, in the order of the plan. */
export function compactPlan({ steps, createdAt, epoch }: PlannedJob, pool: PoolWriter): CompactStep[] {
  return steps.map((step, index) => compactStep(step, index, { createdAt, epoch, pool, steps }))
}

export function expandPlan(
  steps: readonly CompactStep[],
  place: { readonly createdAt: number; readonly epoch: number; readonly pool: PoolReader },
): Step[] {
  const ids = steps.map(([stepId]) => stepId)
  return steps.map((step, index) => expandStep(step, index, { ...place, ids }))
}

/** Some steps of a plan that stand one after another, to be kept apart from the others. */
export interface CompactPart {
  /** Plain JSON. */
  readonly steps: readonly CompactStep[]
  /** Their tokens. */
  readonly bytes: Uint8Array
}

/** The steps from one place up to another. */
export function compactPart({ steps, createdAt, epoch }: PlannedJob, from: number, to: number): CompactPart {
  const pool = createPoolWriter()
  const place = { createdAt, epoch, pool, steps }
  const tuples = steps.slice(from, to).map((step, index) => compactStep(step, from + index, place))
  return { steps: tuples, bytes: pool.bytes() }
}

/** @param parts all of the plan, in order */
export function expandParts(parts: readonly CompactPart[], place: Omit<PlannedJob, 'steps'>): Step[] {
  const ids = parts.flatMap(({ steps }) => steps.map(([stepId]) => stepId))
  const context = { createdAt: place.createdAt, epoch: place.epoch, ids }
  let index = 0
  return parts.flatMap(({ steps, bytes }) => {
    const pool = createPoolReader(bytes)
    return steps.map((step) => expandStep(step, index++, { ...context, pool }))
  })
}

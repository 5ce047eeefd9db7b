import type { Definition } from '../../../core/definition.ts'
import type { Job } from '../../../core/job.ts'
import type { Step } from '../../../core/step.ts'
import type { Invariant } from '../seed.ts'
import type { ProcessKind } from '../world.ts'

/** One save that took effect. */
export interface Change {
  readonly before: Job
  readonly after: Job
  /** By the writer's clock; the save itself may have taken effect later. */
  readonly decidedAt: number
  readonly writer: ProcessKind
  readonly definition: Definition
}

/** What a check found; the job and its version are added by whoever asked. */
export interface Broken {
  readonly invariant: Invariant
  readonly text: string
}

export function broken(invariant: Invariant, text: string): Broken {
  return { invariant, text }
}

/** The step as it was, if it was in the plan of this epoch. */
export function earlierOf({ before, after }: Change, step: Step): Step | undefined {
  return before.epoch === after.epoch ? before.steps.find(({ stepId }) => stepId === step.stepId) : undefined
}

/** Whether the save starts an attempt at the step, or its wait. */
export function isStart(change: Change, step: Step): boolean {
  if (step.status !== 'running' && step.status !== 'waiting') return false
  const earlier = earlierOf(change, step)
  return earlier === undefined || earlier.attempt !== step.attempt
}

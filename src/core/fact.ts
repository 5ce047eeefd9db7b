/**
 * What happened, as a hint to the planner: may be lost, doubled, late or out of order.
 * What counts is what is in the table.
 */
export type Fact =
  | { readonly kind: 'job.submitted' | 'job.changed' | 'wake'; readonly jobId: string }
  | {
      readonly kind: 'step.completed' | 'step.failed'
      readonly jobId: string
      readonly stepId: string
      readonly epoch: number
      readonly attempt: number
    }
  | StepCrashed

/** The process that ran an attempt ended before it recorded a result. */
export interface StepCrashed {
  readonly kind: 'step.crashed'
  readonly jobId: string
  readonly stepId: string
  readonly epoch: number
  readonly attempt: number
  /** `interrupted`: the platform stopped, which is not the agent's fault. */
  readonly reason: 'crashed' | 'timedOut' | 'outOfMemory' | 'interrupted'
  readonly message?: string
}

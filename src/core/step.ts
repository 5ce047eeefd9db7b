import type { Join } from './definition.ts'
import type { ModelUsage } from './model-usage.ts'
import type { StepStatus } from './status.ts'

/** One node of a job's plan, as the job item keeps it. */
export interface Step {
  readonly stepId: string
  /** Index of the rule that added it, and the name of its template in that rule's branch. */
  readonly rule: number
  readonly template: string
  readonly kind: 'agent' | 'wait'
  /** Who carries it out now; after a fallback the fallback agent. */
  readonly agent?: string
  /** Step ids of the same rule. */
  readonly needs: readonly string[]
  readonly join: Join
  readonly status: StepStatus
  /** Number of the newest attempt, 0 before the first. Only grows within an epoch (P5). */
  readonly attempt: number
  /** Secret that names the newest attempt. */
  readonly token?: string
  /** A running attempt that was claimed and not heard of by then is lost. Epoch ms. */
  readonly leaseUntil?: number
  /** Nothing starts before: the pause before a retry, the end of a wait. Epoch ms. */
  readonly dueAt?: number
  /** Failed attempts that count towards the retry policy of the present agent. */
  readonly failures: number
  /** Attempts in a row that ended their process. */
  readonly crashes: number
  /** Attempts that ended because the platform did. */
  readonly interruptions: number
  /** Where the result is: the attempt that completed. */
  readonly result?: ResultRef
  /** Of the newest failed attempt. */
  readonly error?: StepError
  /** Failed, and `on_error: continue` lets the job go on. */
  readonly tolerated?: true
  /** Agent that failed before `agent` took over. */
  readonly fellBackFrom?: string
  /** Of language models, by all its attempts that ended in this plan; absent: none. */
  readonly usage?: ModelUsage
  /** Why it was skipped or cancelled. */
  readonly cause?: StepCause
  readonly startedAt?: number
  readonly finishedAt?: number
}

export interface ResultRef {
  readonly agent: string
  readonly epoch: number
  readonly attempt: number
  readonly bytes: number
}

/** A code (from the catalogue, or the author's own) and one line. */
export interface StepError {
  readonly code: string
  readonly message: string
  /** What the author (or the fault) says of trying again; absent: the retry policy decides by the code. */
  readonly retryable?: boolean
}

export type StepCause =
  | { readonly kind: 'whenFalse'; readonly reason: string }
  | { readonly kind: 'needs'; readonly stepId: string; readonly status: StepStatus }
  | { readonly kind: 'tooFewCompleted'; readonly completed: number; readonly needed: number }
  | { readonly kind: 'jobFailed'; readonly code: string; readonly stepId?: string }
  | { readonly kind: 'jobCancelled' }

import type { ModelUsage } from './model-usage.ts'
import type { Payload } from './payload.ts'
import type { StepError } from './step.ts'

/** Names one attempt. */
export interface AttemptKey {
  readonly jobId: string
  readonly stepId: string
  readonly epoch: number
  readonly attempt: number
  readonly agent: string
}

/** An attempt's own item: claimed before the work, recorded once after it, immutable from then on. Instants are epoch ms. */
export interface AttemptResult extends AttemptKey {
  /** Who claimed it: one run of the attempt, of which there may be several by mistake. */
  readonly owner: string
  readonly token: string
  readonly status: 'running' | 'completed' | 'failed'
  readonly output?: Payload
  readonly error?: StepError
  readonly startedAt: number
  readonly finishedAt?: number
  /** Of language models; absent: none. */
  readonly usage?: ModelUsage
}

/** How an attempt ended, as the attempt runner learns it. */
export type AttemptOutcome =
  | { readonly status: 'completed'; readonly output: Payload; readonly usage?: ModelUsage }
  | { readonly status: 'failed'; readonly error: StepError; readonly usage?: ModelUsage }

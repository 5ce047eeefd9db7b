import type { ModelUsage } from '../core/model-usage.ts'
import type { AttemptResult } from '../core/result.ts'
import type { ResultRef, Step, StepError } from '../core/step.ts'

/** How one attempt ended, as read from the table (or from the report of its crash). Facts are hints; this is what counts. */
export interface Evidence {
  readonly stepId: string
  readonly epoch: number
  readonly attempt: number
  /** Epoch ms. */
  readonly at: number
  readonly end: AttemptEnd
  /** Of language models. */
  readonly usage?: ModelUsage
}

export type AttemptEnd =
  | { readonly kind: 'completed'; readonly result: ResultRef }
  | { readonly kind: 'failed'; readonly error: StepError }
  /** The platform stopped under it: tried again at once, not counted as the agent's failure. */
  | { readonly kind: 'interrupted' }
  /** Alive, but it began late (it waited for a place): its lease counts from there. */
  | { readonly kind: 'running'; readonly leaseUntil: number }

/** What the table says of a running step's attempt. */
export type Inspection =
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  /** Nobody claimed it: the command to start it may be lost. */
  | { readonly kind: 'unclaimed' }
  /** Somebody wrote its item without the token: the attempt is given up for one that has an item of its own. */
  | { readonly kind: 'foreign'; readonly evidence: Evidence }
  | { readonly kind: 'busy' }

/** A claimed attempt may be silent this long beyond its timeout before it counts as lost. */
export const leaseGraceMs = 30_000

/**
 * Judges a running step by its attempt's result item.
 * @param timeoutMs of the attempt
 */
export function inspectAttempt(
  step: Step,
  result: AttemptResult | undefined,
  clock: { now: number; timeoutMs: number },
): Inspection {
  if (result === undefined) return { kind: 'unclaimed' }
  if (result.token !== step.token) {
    const { epoch, attempt } = result
    return {
      kind: 'foreign',
      evidence: { stepId: step.stepId, epoch, attempt, at: clock.now, end: { kind: 'interrupted' } },
    }
  }
  if (result.status !== 'running') return { kind: 'evidence', evidence: evidenceOf(result) }
  const leaseUntil = result.startedAt + clock.timeoutMs + leaseGraceMs
  const seen = { stepId: step.stepId, epoch: result.epoch, attempt: result.attempt, at: clock.now }
  if (leaseUntil <= clock.now) {
    const lease = `${Math.round((clock.now - result.startedAt) / 1_000)} s`
    const message = `Attempt claimed the step and was not heard of for ${lease}`
    return {
      kind: 'evidence',
      evidence: { ...seen, end: { kind: 'failed', error: { code: 'STEP_LEASE_EXPIRED', message } } },
    }
  }
  if (leaseUntil > (step.leaseUntil ?? 0))
    return { kind: 'evidence', evidence: { ...seen, end: { kind: 'running', leaseUntil } } }
  return { kind: 'busy' }
}

/** The evidence in a result that has ended. */
export function evidenceOf(result: AttemptResult): Evidence {
  const { stepId, epoch, attempt, usage } = result
  const at = result.finishedAt ?? result.startedAt
  return { stepId, epoch, attempt, at, end: endOf(result), ...(usage === undefined ? {} : { usage }) }
}

function endOf({ status, agent, epoch, attempt, output, error }: AttemptResult): AttemptEnd {
  if (status === 'completed') return { kind: 'completed', result: { agent, epoch, attempt, bytes: output?.bytes ?? 0 } }
  return { kind: 'failed', error: error ?? { code: 'STEP_FAILED', message: 'The attempt failed and left no error' } }
}

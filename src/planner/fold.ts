/**
 * Takes what happened into the job: which attempts ended, and how.
 *
 * 1. Only evidence of a running step's newest attempt, in the job's epoch, changes anything (P5); a terminal job
 *    never changes (P7). So evidence may come twice, late or in any order (P9).
 * 2. What an end means (a retry, a fallback, the job's failure) is not decided here but in `decide`.
 */
import { messageOf } from '../core/errors/catalogue.ts'
import type { Job } from '../core/job.ts'
import { addUsage, type ModelUsage } from '../core/model-usage.ts'
import { copyPlan, placeOf } from '../core/plan.ts'
import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'
import type { AttemptEnd, Evidence } from './evidence.ts'

/** Crashes in a row that end a step, whatever its retry policy says. */
const crashLimit = 3
/** Interruptions of one step; beyond, the step itself is taken to bring the platform down. */
const interruptionLimit = 10

/** The same job object when nothing in it changed. */
export function fold(job: Job, evidence: readonly Evidence[]): Job {
  if (isTerminal(job.status)) return job
  let steps: Step[] | undefined
  for (const piece of evidence) {
    const index = placeOf(job.steps, piece.stepId)
    const step = (steps ?? job.steps)[index]
    if (step === undefined || !concerns(piece, step, job.epoch)) continue
    steps ??= copyPlan(job.steps)
    steps[index] = spent(ended(step, piece.end, piece.at), piece.usage)
  }
  return steps === undefined ? job : { ...job, steps }
}

function concerns(evidence: Evidence, step: Step, epoch: number): boolean {
  return step.status === 'running' && evidence.epoch === epoch && evidence.attempt === step.attempt
}

function spent(step: Step, usage: ModelUsage | undefined): Step {
  const sum = usage === undefined ? undefined : addUsage(step.usage, usage)
  return sum === undefined ? step : { ...step, usage: sum }
}

function ended(step: Step, end: AttemptEnd, at: number): Step {
  const { leaseUntil: _lease, token: _token, ...kept } = step
  switch (end.kind) {
    case 'completed': {
      const { error: _error, ...clean } = kept
      return { ...clean, status: 'completed', result: end.result, crashes: 0, finishedAt: at }
    }
    case 'failed':
      return failed(kept, end.error, at)
    case 'interrupted':
      return interrupted(kept, at)
    case 'running':
      return { ...step, leaseUntil: end.leaseUntil }
  }
}

function failed(step: Step, error: NonNullable<Step['error']>, at: number): Step {
  const crashed = error.code === 'STEP_CRASHED' || error.code === 'STEP_OUT_OF_MEMORY'
  const crashes = crashed ? step.crashes + 1 : 0
  const met = crashes >= crashLimit ? crashLoop(crashes, error.message) : error
  return { ...step, status: 'failed', error: met, failures: step.failures + 1, crashes, finishedAt: at }
}

function interrupted(step: Step, at: number): Step {
  const interruptions = step.interruptions + 1
  if (interruptions >= interruptionLimit) {
    return {
      ...step,
      status: 'failed',
      error: crashLoop(interruptions, messageOf('STEP_INTERRUPTED', {})),
      interruptions,
      finishedAt: at,
    }
  }
  return {
    ...step,
    status: 'pending',
    interruptions,
    error: { code: 'STEP_INTERRUPTED', message: messageOf('STEP_INTERRUPTED', {}) },
  }
}

function crashLoop(count: number, reason: string): NonNullable<Step['error']> {
  return { code: 'STEP_CRASH_LOOP', message: messageOf('STEP_CRASH_LOOP', { count, reason }), retryable: false }
}

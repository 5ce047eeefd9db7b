import type { Definition } from '../core/definition.ts'
import type { Fact, StepCrashed } from '../core/fact.ts'
import type { Job } from '../core/job.ts'
import { stepOf } from '../core/plan.ts'
import type { AttemptKey, AttemptResult } from '../core/result.ts'
import type { Step, StepError } from '../core/step.ts'
import { type AttemptEnd, type Evidence, evidenceOf, type Inspection, inspectAttempt } from '../planner/evidence.ts'
import { attemptTimeoutMs } from '../planner/start-steps.ts'
import type { EnginePorts } from './engine-ports.ts'

export interface Gathered {
  readonly evidence: readonly Evidence[]
  /** Running steps that nobody claimed: their start is to be carried out again. */
  readonly unclaimed: readonly Step[]
}

/**
 * Reads from the table what the facts hint at. A fact about a step's present attempt costs one read; any other fact
 * (a wake, a repeated or late one) means that a message or a command may have been lost, so every running step is
 * looked at.
 */
export async function gatherEvidence(
  ports: Pick<EnginePorts, 'store' | 'clock' | 'log'>,
  definition: Definition,
  { job, facts }: { job: Job; facts: readonly Fact[] },
): Promise<Gathered> {
  const steps = suspects(job, facts)
  const results = await ports.store.loadResults(steps.map((step) => attemptKey(job, step)))
  const evidence: Evidence[] = []
  const unclaimed: Step[] = []
  for (const [index, step] of steps.entries()) {
    const clock = { now: ports.clock.now(), timeoutMs: attemptTimeoutMs(definition, job, step) }
    const crash = facts.find((fact) => fact.kind === 'step.crashed' && concerns(fact, step, job.epoch))
    const result = results[index]
    const inspection =
      crash?.kind === 'step.crashed'
        ? inspectCrash(crash, step, { result, now: clock.now })
        : inspectAttempt(step, result, clock)
    if ('evidence' in inspection) evidence.push(inspection.evidence)
    if (inspection.kind === 'unclaimed') unclaimed.push(step)
    if (inspection.kind === 'foreign')
      ports.log('error', 'result without the token of its attempt', { ...attemptKey(job, step) })
  }
  return { evidence, unclaimed }
}

/** The running steps to look at: those the facts name, or all when a fact names none. */
function suspects(job: Job, facts: readonly Fact[]): Step[] {
  const named = new Set<Step>()
  for (const fact of facts) {
    const step = 'stepId' in fact ? stepOf(job.steps, fact.stepId) : undefined
    if (step === undefined || !concerns(fact, step, job.epoch)) return job.steps.filter(isRunning)
    named.add(step)
  }
  return [...named]
}

/** The running attempt of a step. */
export function attemptKey(job: Job, step: Step): AttemptKey {
  const { jobId, epoch } = job
  return { jobId, epoch, stepId: step.stepId, attempt: step.attempt, agent: step.agent ?? step.template }
}

function concerns(fact: Fact, step: Step, epoch: number): boolean {
  if (!('stepId' in fact) || !isRunning(step)) return false
  return fact.stepId === step.stepId && fact.epoch === epoch && fact.attempt === step.attempt
}

function isRunning(step: Step): boolean {
  return step.status === 'running'
}

/** A report of a crash counts only while the attempt left no result: what it recorded before it died is the truth. */
function inspectCrash(
  crash: StepCrashed,
  step: Step,
  { result, now }: { result: AttemptResult | undefined; now: number },
): Inspection {
  const hasEnded = result !== undefined && result.status !== 'running' && result.token === step.token
  if (hasEnded) return { kind: 'evidence', evidence: evidenceOf(result) }
  const { stepId, epoch, attempt, reason } = crash
  const end: AttemptEnd =
    reason === 'interrupted' ? { kind: 'interrupted' } : { kind: 'failed', error: crashError(crash, reason) }
  return { kind: 'evidence', evidence: { stepId, epoch, attempt, at: now, end } }
}

const crashCodes = { crashed: 'STEP_CRASHED', timedOut: 'STEP_TIMED_OUT', outOfMemory: 'STEP_OUT_OF_MEMORY' } as const

function crashError(crash: StepCrashed, reason: keyof typeof crashCodes): StepError {
  return { code: crashCodes[reason], message: crash.message ?? 'The attempt ended its process' }
}

/** Says in words why a job stands where it stands: each rule's verdict, each step's state. */
import type { Definition, Rule } from '../core/definition.ts'
import { formatDurationMs } from '../core/duration.ts'
import type { Job, RuleDecision } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import { stepOf } from '../core/plan.ts'
import { isTerminal } from '../core/status.ts'
import type { Step, StepCause } from '../core/step.ts'
import { readsOf } from './conditions.ts'
import { workflowOf } from './draft.ts'

export interface RuleExplanation {
  readonly name: string
  readonly condition: string
  /** null: not decided yet. */
  readonly verdict: boolean | null
  readonly reason: string
  readonly read: readonly { readonly path: string; readonly value: JsonValue }[]
  readonly missing: readonly string[]
  /** Steps in the plan because of it. */
  readonly steps: readonly string[]
}

export interface StepExplanation {
  readonly stepId: string
  readonly status: Step['status']
  /** Why it runs, waits, was skipped or failed. */
  readonly reason: string
  readonly rule: string
}

export interface Explanation {
  readonly rules: readonly RuleExplanation[]
  readonly steps: readonly StepExplanation[]
}

/** @param now epoch ms, for the time a retry or a wait still takes */
export function explain(definition: Definition, job: Job, now: number): Explanation {
  const workflow = workflowOf(definition, job.workflow)
  const { rules } = workflow
  return {
    rules: rules.map((rule, index) => {
      const reads = readsOf(definition, workflow, rule.condition)
      return explainRule({ rule, decision: job.rules[index] ?? { verdict: null }, reads, steps: stepsOf(job, index) })
    }),
    steps: job.steps.map((step) => ({
      stepId: step.stepId,
      status: step.status,
      reason: reasonOfStep(step, job, now),
      rule: rules[step.rule]?.name ?? '',
    })),
  }
}

/** One line: `not decided yet`, `true: input.analysis_type is "full"`, `false because input.row_count is missing`. */
export function reasonOfVerdict(rule: Rule, decision: RuleDecision): string {
  if (decision.verdict === null) return 'not decided yet'
  if (decision.problem !== undefined) return `false because of on_error: ${decision.problem}`
  if (decision.missing.length > 0 && !decision.verdict) return `false because ${decision.missing.join(', ')} is missing`
  if (rule.condition === 'always') return 'always true'
  const values = decision.read.map(([path, value]) => `${path} is ${brief(value)}`).join(', ')
  return values === '' ? `${decision.verdict}` : `${decision.verdict}: ${values}`
}

function stepsOf(job: Job, rule: number): string[] {
  return job.steps.filter((step) => step.rule === rule).map((step) => step.stepId)
}

interface RuleInJob {
  readonly rule: Rule
  readonly decision: RuleDecision
  /** The names after `results.` that its condition reads. */
  readonly reads: readonly string[]
  readonly steps: readonly string[]
}

function explainRule({ rule, decision, reads, steps }: RuleInJob): RuleExplanation {
  const read = decision.verdict === null ? [] : decision.read.map(([path, value]) => ({ path, value }))
  const missing = decision.verdict === null ? [] : decision.missing
  const waits = decision.verdict === null && reads.length > 0 ? `: it reads the result of ${reads.join(', ')}` : ''
  const reason = `${reasonOfVerdict(rule, decision)}${waits}`
  return { name: rule.name, condition: rule.condition, verdict: decision.verdict, reason, read, missing, steps }
}

function reasonOfStep(step: Step, job: Job, now: number): string {
  switch (step.status) {
    case 'pending':
      return reasonOfPending(step, job, now)
    case 'running':
      return `attempt ${step.attempt} runs${afterNeeds(step)}`
    case 'waiting':
      return `waits ${remaining(step.dueAt, now)}`
    case 'completed':
      return step.kind === 'wait' ? 'its time is over' : `attempt ${step.attempt} completed${by(step)}`
    case 'failed':
      return `${step.error?.code}: ${step.error?.message}${step.tolerated ? ' (on_error: continue)' : ''}`
    case 'skipped':
    case 'cancelled':
      return step.cause === undefined ? step.status : reasonOfCause(step.cause)
  }
}

function reasonOfPending(step: Step, job: Job, now: number): string {
  if (job.pausedAt !== undefined) return 'the job is paused'
  const open = step.needs.filter((need) => !isTerminal(stepOf(job.steps, need)?.status ?? 'completed'))
  if (open.length > 0) return `waits for ${open.join(', ')}`
  const barrier = job.steps.filter((other) => other.rule < step.rule && !isTerminal(other.status))
  if (barrier.length > 0) return `waits for ${barrier.map((other) => other.stepId).join(', ')} of earlier rules`
  if (step.error !== undefined)
    return `tries again ${remaining(step.dueAt, now)} after ${step.error.code}: ${step.error.message}`
  return 'is about to start'
}

/** `needs b, which was skipped`, and so on. */
export function reasonOfCause(cause: StepCause): string {
  switch (cause.kind) {
    case 'whenFalse':
      return cause.reason
    case 'needs':
      return `needs ${cause.stepId}, which is ${cause.status}`
    case 'tooFewCompleted':
      return `${cause.completed} of its needs completed, ${cause.needed} wanted`
    case 'jobFailed':
      return cause.stepId === undefined
        ? `the job failed with ${cause.code}`
        : `step ${cause.stepId} failed with ${cause.code}`
    case 'jobCancelled':
      return 'the job was cancelled'
  }
}

function by(step: Step): string {
  return step.fellBackFrom === undefined ? '' : ` by ${step.agent}, after ${step.fellBackFrom} failed`
}

function afterNeeds(step: Step): string {
  return step.needs.length === 0 ? '' : ` after ${step.needs.join(', ')}`
}

function remaining(dueAt: number | undefined, now: number): string {
  return dueAt === undefined || dueAt <= now ? 'now' : `in ${formatDurationMs(dueAt - now)}`
}

function brief(value: JsonValue): string {
  const text = JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}

/** Moves pending steps on: skips those that can never run, starts those that may (P4, P8). */
import type { Definition, StepTemplate } from '../core/definition.ts'
import { messageOf } from '../core/errors/catalogue.ts'
import type { Job } from '../core/job.ts'
import type { Step, StepCause } from '../core/step.ts'
import { usdText } from '../core/usd.ts'
import { answerTo } from './conditions.ts'
import { changeJob, type Draft, isOpen, putStep, templateOf, workflowOf } from './draft.ts'
import { leaseGraceMs } from './evidence.ts'
import { leftMicroUsd } from './job-budget.ts'
import { judgeNeeds } from './judge-needs.ts'
import { agentOf } from './result-names.ts'

/** One pass in plan order. A skip or a failure here may settle others: the caller passes again until none is left. */
export function startSteps(draft: Draft): void {
  const openRule = firstOpenRule(draft)
  for (const step of draft.steps) {
    if (draft.job.error !== undefined) return
    if (step.status !== 'pending' || step.rule > openRule) continue
    const judgement = judgeNeeds(step, draft.steps)
    if (judgement.kind === 'skip') skipStep(draft, step, judgement.cause)
    else if (judgement.kind === 'ready') considerStart(draft, step)
  }
}

/** The barrier: steps of a rule wait until no step of an earlier rule is open. */
function firstOpenRule(draft: Draft): number {
  let first = Number.POSITIVE_INFINITY
  for (const step of draft.steps) if (isOpen(step)) first = Math.min(first, step.rule)
  return first
}

export function skipStep(draft: Draft, step: Step, cause: StepCause): void {
  const { dueAt: _due, ...kept } = step
  putStep(draft, { ...kept, status: 'skipped', cause, finishedAt: draft.known.now })
}

function considerStart(draft: Draft, step: Step): void {
  const template = templateOf(draft.workflow, draft.rules, step)
  const first = step.attempt === 0
  if (first && template.when !== undefined && !passes(draft, step, template.when)) return
  if (draft.job.pausedAt !== undefined || (step.dueAt ?? 0) > draft.known.now) return
  if (template.work.kind === 'agent' && !hasMoneyLeft(draft)) return
  if (first && !takeFromBudget(draft)) return
  if (template.work.kind === 'wait') beginWait(draft, step, template.work.waitMs)
  else startAttempt(draft, step, template)
}

/** Whether the step's own `when` lets it run; when not, it is skipped, failed, or left until outputs are loaded. */
function passes(draft: Draft, step: Step, when: string): boolean {
  const answer = answerTo(draft, when)
  if (answer.kind === 'value') {
    if (!answer.value) skipStep(draft, step, { kind: 'whenFalse', reason: reasonOf(when, answer.missing) })
    return answer.value
  }
  if (answer.kind === 'typeError') {
    const error = { code: 'RULE_TYPE_ERROR', message: answer.message, retryable: false }
    putStep(draft, { ...step, status: 'failed', error, finishedAt: draft.known.now })
  }
  return false
}

function reasonOf(when: string, missing: readonly string[]): string {
  return missing.length === 0 ? `\`${when}\` is false` : `\`${when}\` is false: ${missing.join(', ')} is missing`
}

/** Before each attempt: one that failed may have been paid for. */
function hasMoneyLeft(draft: Draft): boolean {
  const left = leftMicroUsd(draft.workflow, draft.steps)
  if (left === undefined || (left !== 'unknown' && left > 0)) return true
  const budgetMicroUsd = draft.workflow.budgetMicroUsd ?? 0
  const budget = usdText(budgetMicroUsd)
  const error =
    left === 'unknown'
      ? { code: 'JOB_COST_UNKNOWN', message: messageOf('JOB_COST_UNKNOWN', { budget }) }
      : {
          code: 'JOB_COST_EXCEEDED',
          message: messageOf('JOB_COST_EXCEEDED', { spent: usdText(budgetMicroUsd - left), budget }),
        }
  changeJob(draft, { error })
  return false
}

function takeFromBudget(draft: Draft): boolean {
  const count = draft.job.stepsStarted + 1
  const steps = draft.workflow.budgetSteps
  if (count > steps) {
    const message = messageOf('JOB_BUDGET_EXCEEDED', { count, steps })
    changeJob(draft, { error: { code: 'JOB_BUDGET_EXCEEDED', message } })
    return false
  }
  changeJob(draft, { stepsStarted: count })
  return true
}

function beginWait(draft: Draft, step: Step, waitMs: number): void {
  const dueAt = draft.known.now + waitMs
  putStep(draft, { ...step, status: 'waiting', attempt: step.attempt + 1, dueAt, startedAt: draft.known.now })
  draft.commands.push({ kind: 'wakeJob', jobId: draft.job.jobId, at: dueAt })
}

function startAttempt(draft: Draft, step: Step, template: StepTemplate): void {
  const { known, job } = draft
  const agent = step.agent ?? step.template
  const timeoutMs = timeoutOf(draft.definition, template, agent)
  const { dueAt: _due, ...kept } = step
  const running = {
    ...kept,
    status: 'running' as const,
    attempt: step.attempt + 1,
    token: known.token(),
    leaseUntil: known.now + timeoutMs + leaseGraceMs,
    startedAt: step.startedAt ?? known.now,
  }
  putStep(draft, running)
  const key = { jobId: job.jobId, stepId: step.stepId, epoch: job.epoch, attempt: running.attempt, agent }
  draft.commands.push({ kind: 'startStep', ...key, token: running.token, timeoutMs })
}

/** How long the step's attempts may run. */
export function attemptTimeoutMs(definition: Definition, job: Job, step: Step): number {
  const template = templateOf(workflowOf(definition, job.workflow), job.rules, step)
  return timeoutOf(definition, template, step.agent ?? step.template)
}

function timeoutOf(definition: Definition, template: StepTemplate, agent: string): number {
  return template.timeoutMs ?? agentOf(definition, agent)?.timeoutMs ?? 60_000
}

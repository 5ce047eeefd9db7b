/** Gives the job its status: terminal in the same save as its last step, otherwise what its steps say. */
import { Fault } from '../core/fault.ts'
import type { Job } from '../core/job.ts'
import type { JobStatus } from '../core/status.ts'
import type { Step } from '../core/step.ts'
import { changeJob, type Draft, isOpen } from './draft.ts'

export function finishJob(draft: Draft): void {
  failIfEmpty(draft)
  const status = statusOf(draft)
  const { job, known } = draft
  if (status === 'failed' || status === 'completed')
    changeJob(draft, { status, finishedAt: known.now, startedAt: job.startedAt ?? known.now })
  else if (status !== job.status) changeJob(draft, { status, startedAt: job.startedAt ?? known.now })
}

function statusOf(draft: Draft): JobStatus {
  const open = draft.steps.filter(isOpen)
  if (draft.job.error !== undefined && !open.some((step) => step.status === 'running')) return 'failed'
  if (open.length === 0 && isPlanComplete(draft)) return 'completed'
  return open.length === 0 || open.some((step) => isMoving(step, draft.job)) ? 'running' : 'waiting'
}

/** Runs, or will be tried again by itself. What waits for a time or for others does not move. */
function isMoving(step: Step, job: Job): boolean {
  return (
    step.status === 'running' || (step.status === 'pending' && step.dueAt !== undefined && job.pausedAt === undefined)
  )
}

function isPlanComplete(draft: Draft): boolean {
  const { rules, workflow } = draft
  return workflow.rules.every((_rule, index) => {
    const decision = rules[index]
    return decision !== undefined && decision.verdict !== null && decision.planned
  })
}

function failIfEmpty(draft: Draft): void {
  if (draft.steps.length > 0 || draft.job.error !== undefined || !isPlanComplete(draft)) return
  if (draft.workflow.onEmpty === 'complete') return
  const verdicts = draft.workflow.rules.map((rule, index) => `${rule.name} ${verdictText(draft, index)}`).join(', ')
  const { message, hint = '' } = new Fault('PLAN_EMPTY', { verdicts })
  changeJob(draft, { error: { code: 'PLAN_EMPTY', message, hint } })
}

function verdictText(draft: Draft, index: number): string {
  const decision = draft.rules[index]
  if (decision === undefined || decision.verdict === null) return 'is undecided'
  const missing = decision.missing.length === 0 ? '' : ` (${decision.missing.join(', ')} is missing)`
  return `is ${decision.verdict}${missing}`
}

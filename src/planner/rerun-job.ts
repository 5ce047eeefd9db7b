/**
 * Takes an ended job into its next epoch: what failed, and everything after it, goes back to pending; good results stay.
 *
 * A rule that read results which will change is decided again (P10 holds per epoch), so its steps, and those of the
 * rules after it, leave the plan until then. Their attempts stay in the results.
 */
import type { Definition, Rule, Workflow } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { EpochRecord, Job } from '../core/job.ts'
import { sumUsage } from '../core/model-usage.ts'
import type { Step } from '../core/step.ts'
import { readsOf } from './conditions.ts'
import { workflowOf } from './draft.ts'

/** A hint may be lost: the sweeper looks at a submitted job after this time. */
export const submitWakeMs = 60_000

export interface RerunRequest {
  /** Repeat this step too, whatever became of it, and everything after it. Absent: only what failed or was cut short; of a completed job, everything. */
  readonly fromStep?: string
  /** Epoch ms. */
  readonly now: number
}

/** Throws the fault `JOB_STEP_UNKNOWN`. */
export function rerunJob(definition: Definition, job: Job, request: RerunRequest): Job {
  const roots = rootsOf(job, request.fromStep)
  const kept =
    roots.length === 0 && job.status === 'completed' ? { steps: [], rules: [] } : keptPlan(definition, job, roots)
  const {
    finishedAt,
    error,
    startedAt,
    cancelRequestedAt: _c,
    pausedAt: _p,
    deadlineAt: _d,
    startAt: _s,
    ...rest
  } = job
  const usage = sumUsage(job.steps.filter((step) => !kept.steps.includes(step)))
  const ended: EpochRecord = {
    epoch: job.epoch,
    status: job.status,
    finishedAt: finishedAt ?? job.updatedAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(error === undefined ? {} : { error }),
    ...(usage === undefined ? {} : { usage }),
  }
  return {
    ...rest,
    ...kept,
    epoch: job.epoch + 1,
    status: 'pending',
    stepsStarted: 0,
    earlierEpochs: [...job.earlierEpochs, ended],
    wakeAt: request.now + submitWakeMs,
    ...(job.deadlineMs === undefined ? {} : { deadlineAt: request.now + job.deadlineMs }),
  }
}

/** What failed or was cut short is always among them: with it left as it is, the job could not complete. */
function rootsOf(job: Job, fromStep: string | undefined): readonly Step[] {
  if (fromStep === undefined || job.steps.some(({ stepId }) => stepId === fromStep))
    return job.steps.filter((step) => step.stepId === fromStep || wasCutShort(step))
  const steps = job.steps.map((candidate) => candidate.stepId).join(', ') || 'none'
  throw new Fault('JOB_STEP_UNKNOWN', { jobId: job.jobId, stepId: fromStep, steps })
}

function wasCutShort(step: Step): boolean {
  if (step.status === 'failed') return step.tolerated === undefined
  return step.status === 'cancelled' || step.cause?.kind === 'jobFailed' || step.cause?.kind === 'jobCancelled'
}

function keptPlan(definition: Definition, job: Job, roots: readonly Step[]): Pick<Job, 'steps' | 'rules'> {
  const workflow = workflowOf(definition, job.workflow)
  const readsResults = (rule: Rule): boolean => readsOf(definition, workflow, rule.condition).length > 0
  const firstRule = Math.min(...roots.map((step) => step.rule))
  const open = workflow.rules.findIndex((rule, index) => {
    const undecided = (job.rules[index]?.verdict ?? null) === null
    return undecided || (index > firstRule && readsResults(rule))
  })
  const firstOpen = open === -1 ? workflow.rules.length : open
  const reset = resetSteps(job.steps, roots)
  return {
    steps: job.steps
      .filter((step) => step.rule < firstOpen)
      .map((step) => (reset.has(step.stepId) ? afresh(step, workflow) : step)),
    rules: job.rules.map((decision, index) => {
      if (index < firstOpen || decision.verdict === null) return decision
      const rule = workflow.rules[index]
      return rule === undefined || readsResults(rule) ? { verdict: null } : { ...decision, planned: false }
    }),
  }
}

/** The roots and all that comes after them: by needs within a rule, by the barrier in later rules. */
function resetSteps(steps: readonly Step[], roots: readonly Step[]): ReadonlySet<string> {
  const firstRule = Math.min(...roots.map((step) => step.rule))
  const reset = new Set(roots.map((step) => step.stepId))
  // Plan order is not topological in a graph: pass until nothing is added.
  for (let size = -1; size !== reset.size; ) {
    size = reset.size
    for (const step of steps) {
      if (step.rule > firstRule || step.needs.some((need) => reset.has(need))) reset.add(step.stepId)
    }
  }
  return reset
}

/** As when it joined the plan: a rerun tries the step's own agent again, whatever it fell back to. */
function afresh(step: Step, workflow: Workflow): Step {
  const { stepId, rule, template, kind, needs, join } = step
  const agent = step.fellBackFrom === undefined ? step.agent : originalAgent(step, workflow)
  const fresh = { stepId, rule, template, kind, needs, join, status: 'pending' as const }
  return { ...fresh, ...(agent === undefined ? {} : { agent }), attempt: 0, failures: 0, crashes: 0, interruptions: 0 }
}

function originalAgent(step: Step, workflow: Workflow): string | undefined {
  const rule = workflow.rules[step.rule]
  const template = [...(rule?.whenTrue ?? []), ...(rule?.whenFalse ?? [])].find(({ name }) => name === step.template)
  return template?.work.kind === 'agent' ? template.work.agent : step.agent
}

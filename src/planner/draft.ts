import type { Command } from '../core/command.ts'
import type { Definition, StepTemplate, Workflow } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { Job, RuleDecision } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import { copyPlan, placeOf } from '../core/plan.ts'
import { isTerminal } from '../core/status.ts'
import type { Step } from '../core/step.ts'

/** Everything a decision may depend on besides the job and its definition. */
export interface Known {
  /** Epoch ms. */
  readonly now: number
  readonly input: JsonValue
  /** Outputs loaded so far, by step id. A decision that needs another one says so in `wants`. */
  readonly results: ReadonlyMap<string, JsonValue>
  /** A draw from [0, 1). */
  random(): number
  /** A new attempt's secret. */
  token(): string
}

/** A job while it is being decided: one decision's working copy, never shared. */
export interface Draft {
  readonly definition: Definition
  readonly workflow: Workflow
  readonly known: Known
  /** All but steps and rules, which stand beside it. */
  job: Job
  /** In the order the plan grew. */
  readonly steps: Step[]
  readonly rules: RuleDecision[]
  readonly commands: Command[]
  /** Steps whose outputs the next decision needs. */
  readonly wants: Set<string>
  /** How many so far. */
  changes: number
  /** Those of them that may let another step or rule go on: a step ended or came. */
  openings: number
}

export function openDraft(definition: Definition, job: Job, known: Known): Draft {
  return {
    definition,
    workflow: workflowOf(definition, job.workflow),
    known,
    job,
    steps: copyPlan(job.steps),
    rules: [...job.rules],
    commands: [],
    wants: new Set(),
    changes: 0,
    openings: 0,
  }
}

export function changeJob(draft: Draft, change: Partial<Job>): void {
  draft.job = { ...draft.job, ...change }
  draft.changes += 1
}

/** A step of the plan as it is now. */
export function putStep(draft: Draft, step: Step): void {
  draft.steps[placeOf(draft.steps, step.stepId)] = step
  draft.changes += 1
  if (isTerminal(step.status)) draft.openings += 1
}

export function addSteps(draft: Draft, steps: readonly Step[]): void {
  for (const step of steps) draft.steps.push(step)
  draft.changes += steps.length
  draft.openings += steps.length
}

export function putRule(draft: Draft, index: number, decision: RuleDecision): void {
  draft.rules[index] = decision
  draft.changes += 1
}

/** The drafted job, or the very job it was opened with when nothing changed. */
export function closeDraft(draft: Draft): Job {
  if (draft.changes === 0) return draft.job
  return { ...draft.job, rules: draft.rules, steps: draft.steps }
}

/** Throws the fault `WORKFLOW_NOT_FOUND`. */
export function workflowOf(definition: Definition, name: string): Workflow {
  const workflow = Object.hasOwn(definition.workflows, name) ? definition.workflows[name] : undefined
  if (workflow !== undefined) return workflow
  throw new Fault('WORKFLOW_NOT_FOUND', { workflow: name, workflows: Object.keys(definition.workflows).join(', ') })
}

/** The template a step was made from. */
export function templateOf(workflow: Workflow, rules: readonly RuleDecision[], step: Step): StepTemplate {
  const rule = workflow.rules[step.rule]
  const branch = rules[step.rule]?.verdict === true ? rule?.whenTrue : rule?.whenFalse
  const template = branch?.find((candidate) => candidate.name === step.template)
  if (template === undefined) throw new Fault('INTERNAL', { problem: `step ${step.stepId} has no template` })
  return template
}

/** Whether nothing may start yet. What has begun by one planner's clock goes on by another's that is behind. */
export function isDelayed({ job, known }: Draft): boolean {
  return job.startedAt === undefined && job.startAt !== undefined && job.startAt > known.now
}

/** Whether a step of the plan can still change. */
export function isOpen(step: Step): boolean {
  return !isTerminal(step.status)
}

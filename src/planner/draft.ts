import type { Command } from '../core/command.ts'
import type { Definition, StepTemplate, Workflow } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { Job, RuleDecision } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
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
  /** By step id, in the order the plan grew. */
  readonly steps: Map<string, Step>
  readonly rules: RuleDecision[]
  readonly commands: Command[]
  /** Steps whose outputs the next decision needs. */
  readonly wants: Set<string>
  /** How many so far. */
  changes: number
}

export function openDraft(definition: Definition, job: Job, known: Known): Draft {
  return {
    definition,
    workflow: workflowOf(definition, job.workflow),
    known,
    job,
    steps: stepsById(job),
    rules: [...job.rules],
    commands: [],
    wants: new Set(),
    changes: 0,
  }
}

function stepsById({ steps }: Job): Map<string, Step> {
  const byId = new Map<string, Step>()
  for (const step of steps) byId.set(step.stepId, step)
  return byId
}

export function changeJob(draft: Draft, change: Partial<Job>): void {
  draft.job = { ...draft.job, ...change }
  draft.changes += 1
}

export function putStep(draft: Draft, step: Step): void {
  draft.steps.set(step.stepId, step)
  draft.changes += 1
}

export function putRule(draft: Draft, index: number, decision: RuleDecision): void {
  draft.rules[index] = decision
  draft.changes += 1
}

/** The drafted job, or the very job it was opened with when nothing changed. */
export function closeDraft(draft: Draft): Job {
  if (draft.changes === 0) return draft.job
  return { ...draft.job, rules: draft.rules, steps: [...draft.steps.values()] }
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

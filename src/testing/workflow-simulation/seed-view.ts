import type { Definition, Workflow } from '../../core/definition.ts'
import type { Finding } from '../../core/fault.ts'
import type { JobError } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import { explain, type RuleExplanation, type StepExplanation } from '../../planner/explain.ts'
import type { Goal } from '../../planner/goals.ts'
import { violationFinding } from './findings.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import type { SimulatedSeed } from './tally.ts'

/** One seed's job, and what became of it. Plain JSON. */
export interface SeedView {
  readonly workflow: string
  readonly seed: number
  /** What its values were drawn for: `rule doubtful is false`; absent: for nothing. */
  readonly aim?: string
  readonly input: JsonValue
  /** Absent when no client was told that it was accepted. */
  readonly job?: SeedJob
  readonly findings: readonly Finding[]
  /** What happened, a line each, with the virtual ms since the start. */
  readonly trace: readonly string[]
}

export interface SeedJob {
  readonly status: string
  /** Virtual time from submit to end. */
  readonly durationMs: number
  readonly error?: JobError
  readonly rules: readonly RuleExplanation[]
  readonly steps: readonly SeedStep[]
}

export interface SeedStep extends StepExplanation {
  readonly agent?: string
  readonly attempts: number
  readonly output?: JsonValue
}

export function viewSeed(prepared: PreparedWorkflow, { drawn, report }: SimulatedSeed): SeedView {
  const { definition, workflow } = prepared
  const { seed, goal, input } = drawn
  return {
    workflow: workflow.name,
    seed,
    ...(goal === undefined ? {} : { aim: goalText(workflow, goal) }),
    input,
    ...jobOf(definition, { drawn, report }),
    findings: report.violations.map((violation) => violationFinding({ ...violation, seed })),
    trace: report.trace,
  }
}

function goalText({ rules }: Workflow, goal: Goal): string {
  const rule = rules[goal.rule]?.name
  if (goal.kind === 'rule') return `rule ${rule} is ${goal.verdict}`
  const step = `step ${goal.template.name} of rule ${rule}`
  if (goal.kind === 'fallback') return `${step} fails, and its fallback takes over`
  return goal.runs ? `${step} runs` : `${step} is skipped by its when`
}

function jobOf(definition: Definition, { drawn, report }: Pick<SimulatedSeed, 'drawn' | 'report'>): { job?: SeedJob } {
  const [job] = report.jobs
  if (job === undefined) return {}
  const { rules, steps } = explain(definition, job, job.updatedAt)
  const views = steps.map((step, index): SeedStep => {
    const { agent, attempt, result } = job.steps[index] ?? { attempt: 0 }
    const output = result === undefined ? {} : { output: drawn.outputOf({ stepId: step.stepId, agent: result.agent }) }
    return { ...step, ...(agent === undefined ? {} : { agent }), attempts: attempt, ...output }
  })
  const durationMs = (job.finishedAt ?? job.updatedAt) - job.createdAt
  const error = job.error === undefined ? {} : { error: job.error }
  return { job: { status: job.status, durationMs, ...error, rules, steps: views } }
}

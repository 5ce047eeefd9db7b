import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import type { Step } from '../../core/step.ts'
import { readingsOf } from '../../planner/condition-readings.ts'
import { addOne } from './count-by.ts'
import type { DrawnJob } from './draw-job.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import { noteReading } from './seen-values.ts'
import type { RuleTally, StepTally } from './tally.ts'

/** Notes the verdicts, and what they read. */
export function addRules(rules: readonly RuleTally[], job: Job): void {
  for (const [index, rule] of rules.entries()) {
    const decision = job.rules[index]
    if (decision === undefined || decision.verdict === null) {
      rule.undecided += 1
      continue
    }
    rule[decision.verdict ? 'true' : 'false'] += 1
    noteReading(rule.seen, decision)
  }
}

interface SeedJob {
  readonly drawn: DrawnJob
  readonly job: Job
}

/** Notes which steps were planned, ran, were skipped and why, and what their own conditions read. */
export function addSteps(steps: readonly StepTally[], prepared: PreparedWorkflow, { drawn, job }: SeedJob): void {
  for (const tally of steps) {
    const step = job.steps.find((candidate) => isOf(tally, job, candidate))
    if (step === undefined) continue
    addStep(tally, step)
    if (step.attempt > 0 || step.cause?.kind === 'whenFalse') addWhen(tally, prepared, { drawn, job })
  }
}

function addStep(tally: StepTally, { attempt, fellBackFrom, status, cause }: Step): void {
  tally.planned += 1
  if (attempt > 0) tally.ran += 1
  if (fellBackFrom !== undefined) tally.fellBack += 1
  if (status === 'skipped') addOne(tally.skipped, cause?.kind ?? 'unknown')
}

function addWhen({ template, seen }: StepTally, { definition }: PreparedWorkflow, { drawn, job }: SeedJob): void {
  if (template.when === undefined) return
  const results = new Map<string, JsonValue>()
  for (const { stepId, result } of job.steps) {
    if (result !== undefined) results.set(stepId, drawn.outputOf({ stepId, agent: result.agent }))
  }
  const reading = readingsOf(definition, job, { condition: template.when, input: drawn.input, results })
  if (reading !== undefined) noteReading(seen, reading)
}

function isOf({ rule, branch, template }: StepTally, job: Job, step: Step): boolean {
  return step.rule === rule && step.template === template.name && job.rules[rule]?.verdict === branch
}

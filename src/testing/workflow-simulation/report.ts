import type { Accidents } from '../simulation/accidents.ts'
import { causeOf, type FailureCause } from './failure-cause.ts'
import { findingsOf, type SimulationFinding } from './findings.ts'
import { skippedByWhen } from './is-reached.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import { type PathReport, pathReports } from './seen-values.ts'
import type { StepTally, Tally } from './tally.ts'

/** What a simulation of one workflow came to. Plain JSON. */
export interface WorkflowReport {
  readonly workflow: string
  /** One job each. */
  readonly seeds: number
  /** By final status; `stuck` and `broken off` only for a broken engine or workflow. */
  readonly jobs: Readonly<Record<string, number>>
  /** Why jobs failed, most frequent first, with one seed for each. */
  readonly failures: readonly FailureReport[]
  readonly rules: readonly RuleReport[]
  readonly steps: readonly StepReport[]
  /** Attempts that began to work. */
  readonly agents: Readonly<Record<string, number>>
  readonly worst: {
    readonly steps: { readonly count: number; readonly budget: number; readonly seed: number }
    readonly attempts: { readonly count: number; readonly step: string; readonly seed: number }
    /** In virtual time, from submit to end. */
    readonly duration: { readonly ms: number; readonly deadlineMs?: number; readonly seed: number }
  }
  /** Absent when no seed was run. */
  readonly accidents?: Accidents
  readonly findings: readonly SimulationFinding[]
  /** What of the schemas could not be followed: values there may be none that an agent would give. */
  readonly notes: readonly string[]
}

export interface FailureReport {
  readonly code: string
  readonly cause: FailureCause
  readonly jobs: number
  readonly seed: number
}

export interface RuleReport {
  readonly name: string
  readonly condition: string
  /** Jobs by verdict. */
  readonly true: number
  readonly false: number
  readonly undecided: number
  readonly hasElse: boolean
  readonly seen: readonly PathReport[]
}

export interface StepReport {
  readonly rule: string
  readonly branch: boolean
  readonly step: string
  /** Jobs whose plan had it, and those in which it ran. */
  readonly planned: number
  readonly ran: number
  /** Its own condition, and the jobs in which that skipped it. */
  readonly when?: { readonly condition: string; readonly skipped: number; readonly seen: readonly PathReport[] }
  /** Jobs in which another agent took over; absent for a step without a fallback. */
  readonly fellBack?: number
}

export function reportOf(tally: Tally, prepared: PreparedWorkflow): WorkflowReport {
  const { workflow, notes } = prepared
  const { worst, accidents } = tally
  const deadline = workflow.deadlineMs === undefined ? {} : { deadlineMs: workflow.deadlineMs }
  return {
    workflow: workflow.name,
    seeds: tally.seeds,
    jobs: Object.fromEntries(tally.jobs),
    failures: failuresOf(tally, prepared),
    rules: workflow.rules.map(({ name, condition, whenFalse }, index) => {
      const { seen = new Map(), ...counts } = tally.rules[index] ?? { true: 0, false: 0, undecided: 0 }
      return { name, condition, ...counts, hasElse: whenFalse.length > 0, seen: pathReports(seen) }
    }),
    steps: tally.steps.map((step) => stepReport(step, prepared)),
    agents: Object.fromEntries(tally.attempts),
    worst: {
      steps: { ...worst.steps, budget: workflow.budgetSteps },
      attempts: worst.attempts,
      duration: { ms: worst.durationMs.count, ...deadline, seed: worst.durationMs.seed },
    },
    ...(accidents === undefined ? {} : { accidents }),
    findings: findingsOf(tally, prepared),
    notes: [...notes],
  }
}

function failuresOf({ failures }: Tally, prepared: PreparedWorkflow): FailureReport[] {
  const ofJobs = [...failures.values()].filter(({ step }) => step === undefined)
  return ofJobs
    .sort((a, b) => b.jobs - a.jobs)
    .map((failure) => {
      const { code, jobs, seed } = failure
      return { code, cause: causeOf(failure, prepared), jobs, seed }
    })
}

function stepReport(tally: StepTally, { workflow, goals }: PreparedWorkflow): StepReport {
  const { rule, branch, template, planned, ran, seen } = tally
  const { name, when } = template
  const hasFallback = goals.some((goal) => goal.kind === 'fallback' && goal.template === template)
  return {
    rule: workflow.rules[rule]?.name ?? '',
    branch,
    step: name,
    planned,
    ran,
    ...(when === undefined
      ? {}
      : { when: { condition: when, skipped: skippedByWhen(tally), seen: pathReports(seen) } }),
    ...(hasFallback ? { fellBack: tally.fellBack } : {}),
  }
}

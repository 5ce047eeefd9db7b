import type { StepTemplate } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import { isTerminal } from '../../core/status.ts'
import { type Goal, placesOf } from '../../planner/goals.ts'
import type { Accidents } from '../simulation/accidents.ts'
import type { SeedReport, Violation } from '../simulation/seed.ts'
import { addCounts } from './add-counts.ts'
import { addOne } from './count-by.ts'
import type { DrawnJob } from './draw-job.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import type { SeenValues } from './seen-values.ts'
import { addRules, addSteps } from './tally-branches.ts'
import { addFailures } from './tally-failures.ts'

/** What all seeds so far came to. */
export interface Tally {
  seeds: number
  /** By final status; a job without end as `stuck`, one whose seed was ended by a violation as `broken off`. */
  readonly jobs: Map<string, number>
  readonly rules: readonly RuleTally[]
  readonly steps: readonly StepTally[]
  /** Attempts by agent. */
  readonly attempts: Map<string, number>
  /** Ends of jobs and of steps that went wrong, by what went wrong. */
  readonly failures: Map<string, FailureTally>
  readonly violations: (Violation & { readonly seed: number })[]
  readonly worst: { steps: Worst; attempts: Worst & { step: string }; durationMs: Worst }
  /** Seeds by what they aimed at. */
  readonly aimed: Map<Goal, number>
  accidents: Accidents | undefined
}

export interface RuleTally {
  true: number
  false: number
  undecided: number
  readonly seen: SeenValues
}

export interface StepTally {
  readonly rule: number
  readonly branch: boolean
  readonly template: StepTemplate
  /** Jobs whose plan had it. */
  planned: number
  ran: number
  fellBack: number
  /** By why. */
  readonly skipped: Map<string, number>
  readonly seen: SeenValues
}

export interface Worst {
  count: number
  seed: number
}

export interface FailureTally {
  readonly code: string
  /** Absent: the job itself. */
  readonly step?: { readonly rule: number; readonly template: string }
  readonly message: string
  readonly hint?: string
  readonly seed: number
  readonly input: JsonValue
  jobs: number
  /** It does not happen to that seed without accidents. */
  byAccident?: boolean
}

export interface SimulatedSeed {
  readonly drawn: DrawnJob
  readonly report: SeedReport
  /** Attempts that began to work, by agent. */
  readonly attempts: ReadonlyMap<string, number>
}

export function startTally({ workflow }: PreparedWorkflow): Tally {
  return {
    seeds: 0,
    jobs: new Map(),
    rules: workflow.rules.map(() => ({ true: 0, false: 0, undecided: 0, seen: new Map() })),
    steps: workflow.rules.flatMap((_, rule) =>
      placesOf(workflow, rule).map((place) => ({
        ...place,
        planned: 0,
        ran: 0,
        fellBack: 0,
        skipped: new Map(),
        seen: new Map(),
      })),
    ),
    attempts: new Map(),
    failures: new Map(),
    violations: [],
    worst: {
      steps: { count: 0, seed: 0 },
      attempts: { count: 0, seed: 0, step: '' },
      durationMs: { count: 0, seed: 0 },
    },
    aimed: new Map(),
    accidents: undefined,
  }
}

/** Adds what one seed came to. */
export function addSeed(tally: Tally, prepared: PreparedWorkflow, simulated: SimulatedSeed): void {
  const { drawn, report, attempts } = simulated
  tally.seeds += 1
  if (drawn.goal !== undefined) addOne(tally.aimed, drawn.goal)
  for (const [agent, count] of attempts) addOne(tally.attempts, agent, count)
  tally.violations.push(...report.violations.map((violation) => ({ ...violation, seed: drawn.seed })))
  tally.accidents = addCounts(tally.accidents, report.accidents)
  for (const job of report.jobs) {
    addOne(tally.jobs, endOf(job, report))
    addRules(tally.rules, job)
    addSteps(tally.steps, prepared, { drawn, job })
    addFailures(tally.failures, drawn, job)
    addWorst(tally, drawn.seed, job)
  }
}

function endOf(job: Job, { violations }: SeedReport): string {
  if (isTerminal(job.status)) return job.status
  return violations.some(({ invariant }) => invariant === 'stuck') ? 'stuck' : 'broken off'
}

function addWorst({ worst }: Tally, seed: number, job: Job): void {
  raise(worst.steps, job.stepsStarted, seed)
  raise(worst.durationMs, (job.finishedAt ?? job.updatedAt) - job.createdAt, seed)
  for (const { stepId, attempt } of job.steps) {
    if (raise(worst.attempts, attempt, seed)) worst.attempts.step = stepId
  }
}

function raise(worst: Worst, count: number, seed: number): boolean {
  if (count <= worst.count) return false
  worst.count = count
  worst.seed = seed
  return true
}

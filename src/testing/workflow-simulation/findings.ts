import type { Finding } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { causeOf } from './failure-cause.ts'
import type { PreparedWorkflow } from './prepared-workflow.ts'
import type { FailureTally, Tally } from './tally.ts'
import { unreachedFindings } from './unreached.ts'

/** Something that is wrong with a workflow, with the seed that shows it, if one does. */
export interface SimulationFinding extends Finding {
  readonly seed?: number
  /** Of that seed's job. */
  readonly input?: JsonValue
}

/** Errors first: jobs without end and broken invariants; then failures that no agent caused, and what was not reached. */
export function findingsOf(tally: Tally, prepared: PreparedWorkflow): SimulationFinding[] {
  const failures = [...tally.failures.values()].flatMap((failure) => failureFinding(failure, tally, prepared))
  const found = [...tally.violations.map(violationFinding), ...failures, ...unreachedFindings(tally, prepared)]
  return found.sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'))
}

export function violationFinding({ invariant, text, seed }: Tally['violations'][number]): SimulationFinding {
  const args = { seed, problem: text }
  if (invariant === 'stuck') return { code: 'SIMULATION_STUCK', level: 'error', args, seed }
  return { code: 'SIMULATION_INVARIANT_BROKEN', level: 'error', args: { ...args, invariant }, seed }
}

function failureFinding(failure: FailureTally, { failures }: Tally, prepared: PreparedWorkflow): SimulationFinding[] {
  const { code, step, message, hint, seed, input, jobs } = failure
  const cause = causeOf(failure, prepared)
  if (cause !== 'workflow' && cause !== 'platform') return []
  // A job that a step failed is told by its step.
  const isToldByStep = [...failures.values()].some((other) => other.step !== undefined && other.code === code)
  if (step === undefined && isToldByStep) return []
  const level = cause === 'platform' ? 'error' : 'warning'
  const args = {
    code,
    count: jobs === 1 ? '1 job' : `${jobs} jobs`,
    problem: message,
    seed,
    ...(hint === undefined ? {} : { hint }),
  }
  if (step === undefined) return [{ code: 'SIMULATION_JOBS_FAILED', level, args, seed, input }]
  const rule = prepared.workflow.rules[step.rule]?.name ?? ''
  return [{ code: 'SIMULATION_STEP_FAILED', level, args: { ...args, step: step.template, rule }, seed, input }]
}

/** Two jobs side by side: what they were given, what the rules said, how each step went, what came out. */
import type { Job, Step } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import type { JsonValue } from '../../core/json.ts'
import { columns, type TableLook } from '../terminal/columns.ts'
import { type Span, styledLine } from '../terminal/styled-line.ts'
import { type JsonDifference, jsonDifference } from './json-difference.ts'

export interface JobDifference {
  readonly jobs: readonly [before: string, after: string]
  /** Workflow, status and error; only what differs. */
  readonly job: readonly JsonDifference[]
  readonly input: readonly JsonDifference[]
  readonly rules: readonly Pair<RuleSide>[]
  readonly steps: readonly Pair<StepSide>[]
  readonly result: readonly JsonDifference[]
}

/** The same rule or step in both jobs; null where a job does not have it. */
interface Pair<Side> {
  readonly name: string
  readonly before: Side | null
  readonly after: Side | null
  readonly same: boolean
}

interface RuleSide {
  readonly verdict: boolean | null
  readonly reason: string
}

interface StepSide {
  readonly status: Step['status']
  readonly attempt: number
  readonly executionTimeMs: number | null
}

/** Durations are told and do not count as a difference: no two are equal. */
export function jobDifference(before: Job, after: Job): JobDifference {
  const sidesOfRules = (job: Job) =>
    new Map(job.plan.rules.map(({ name, verdict, reason }): [string, RuleSide] => [name, { verdict, reason }]))
  const sidesOfSteps = (job: Job) => new Map(job.steps.map((step) => [step.stepId, sideOf(step)]))
  return {
    jobs: [before.jobId, after.jobId],
    job: jsonDifference('job', summary(before), summary(after)),
    input: jsonDifference('input', json(before.input), json(after.input)),
    rules: pairs(sidesOfRules(before), sidesOfRules(after), (a, b) => a.verdict === b.verdict && a.reason === b.reason),
    steps: pairs(sidesOfSteps(before), sidesOfSteps(after), (a, b) => a.status === b.status && a.attempt === b.attempt),
    result: jsonDifference('result', json(before.result), json(after.result)),
  }
}

export function renderJobDifference(difference: JobDifference, look: TableLook): string[] {
  const { jobs, rules, steps } = difference
  const rows = steps.map((pair): Span[] => [
    [pair.same ? ' ' : '≠', 'yellow'],
    [pair.name],
    [stepText(pair.before)],
    [stepText(pair.after)],
  ])
  return [
    ...section('job', differenceLines(difference.job, look)),
    ...section('input', differenceLines(difference.input, look)),
    ...section(
      'rules',
      rules.filter(({ same }) => !same).flatMap((pair) => ruleLines(pair, look)),
    ),
    ...(rows.length === 0 ? [] : columns(['', 'step', ...jobs], rows, look)),
    ...section('result', differenceLines(difference.result, look)),
  ]
}

function summary({ workflow, status, error }: Job) {
  return { workflow, status, ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }) }
}

/** The contract calls it unknown; it came out of JSON. */
function json(value: unknown): JsonValue | undefined {
  return value as JsonValue | undefined
}

function sideOf(step: Step): StepSide {
  const { status, attempt } = step
  return { status, attempt, executionTimeMs: step.executionTimeMs ?? null }
}

function pairs<Side>(
  before: ReadonlyMap<string, Side>,
  after: ReadonlyMap<string, Side>,
  isSame: (a: Side, b: Side) => boolean,
): Pair<Side>[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => {
    const [a, b] = [before.get(name), after.get(name)]
    return { name, before: a ?? null, after: b ?? null, same: a !== undefined && b !== undefined && isSame(a, b) }
  })
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`${name}: the same`] : [`${name}:`, ...lines]
}

function ruleLines({ name, before, after }: Pair<RuleSide>, look: TableLook): string[] {
  return [
    styledLine([[`  ${name}`]], look),
    styledLine([[`    - ${before?.reason ?? 'no such rule'}`, 'red']], look),
    styledLine([[`    + ${after?.reason ?? 'no such rule'}`, 'green']], look),
  ]
}

const mostLines = 40

function differenceLines(differences: readonly JsonDifference[], look: TableLook): string[] {
  const lines = differences
    .slice(0, mostLines)
    .flatMap((difference) => [
      styledLine([[`  ${difference.path}`]], look),
      ...(difference.kind === 'added' ? [] : [styledLine([[`    - ${brief(difference.before)}`, 'red']], look)]),
      ...(difference.kind === 'removed' ? [] : [styledLine([[`    + ${brief(difference.after)}`, 'green']], look)]),
    ])
  const left = differences.length - mostLines
  return left > 0 ? [...lines, `  … ${left} more places (all of them: --json)`] : lines
}

function stepText(side: StepSide | null): string {
  if (side === null) return 'not in the plan'
  const time = side.executionTimeMs === null ? '' : ` in ${formatDurationMs(side.executionTimeMs)}`
  return `${side.status}${time}${side.attempt > 1 ? `, attempt ${side.attempt}` : ''}`
}

function brief(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`
}

/**
 * What the world knows of attempts and the table does not: who claimed them, which runs died, which tokens were given.
 *
 * P2  an attempt works only for a decision that was saved;
 * P5  at most one unexpired attempt owns a step, and an attempt works once;
 * P6  a result is recorded once, by its claimant, and a job counts only one with the token the planner gave;
 * P8  no epoch starts more steps than its budget.
 */
import type { Fact } from '../../../core/fact.ts'
import type { Job } from '../../../core/job.ts'
import type { AttemptKey, AttemptOutcome, AttemptResult } from '../../../core/result.ts'
import type { Step } from '../../../core/step.ts'
import { leaseGraceMs } from '../../../planner/evidence.ts'
import type { AttemptCall } from '../../../ports/agent-invoker.ts'
import type { ResultClaim, ResultRecord } from '../../../ports/job-store.ts'
import { nameOf } from '../names.ts'
import { type Broken, broken, type Change, earlierOf, isStart } from './change.ts'

export interface Ledger {
  readonly attempts: Map<string, AttemptEntry>
  /** Steps started, by job and epoch. */
  readonly starts: Map<string, number>
}

interface AttemptEntry {
  /** As a saved version of the job gave it. */
  token?: string
  /** Of the start that was accepted. */
  timeoutMs?: number
  claim?: Pick<ResultClaim, 'owner' | 'token' | 'startedAt'>
  /** How it was recorded. */
  ending?: string
  /** When that took effect. */
  endedAt?: number
  /** A run of it died, or never got as far as its claim. */
  hasDied: boolean
  executions: number
}

export function openLedger(): Ledger {
  return { attempts: new Map(), starts: new Map() }
}

export function entryOf({ attempts }: Ledger, key: AttemptKey): AttemptEntry {
  const name = `${key.jobId}/${key.stepId}/${key.epoch}/${key.attempt}/${key.agent}`
  const known = attempts.get(name)
  if (known !== undefined) return known
  const entry = { hasDied: false, executions: 0 }
  attempts.set(name, entry)
  return entry
}

/** The newest attempt at a step. */
export function attemptOf({ jobId, epoch }: Job, { stepId, attempt, agent, template }: Step): AttemptKey {
  return { jobId, stepId, epoch, attempt, agent: agent ?? template }
}

/** The author's code is about to run. */
export function* checkWork(ledger: Ledger, call: AttemptCall): Generator<Broken> {
  const entry = entryOf(ledger, call)
  entry.executions += 1
  if (entry.executions > 1) yield broken('P5', `${nameOf(call)} works twice`)
  if (entry.token !== call.token) {
    yield broken('P2', `${nameOf(call)} works, and no saved version of its job started it`)
  }
}

/** A result was recorded. `result`: as it is in the table now. */
export function* checkRecord(
  ledger: Ledger,
  record: ResultRecord,
  { result, now }: { result: AttemptResult | undefined; now: number },
): Generator<Broken> {
  const entry = entryOf(ledger, record)
  const ending = endingOf(record.outcome, record.finishedAt)
  if (entry.ending !== undefined && entry.ending !== ending) yield broken('P6', `${nameOf(record)} is recorded twice`)
  entry.ending = ending
  entry.endedAt ??= now
  if (result?.owner === record.owner) return
  yield broken('P6', `${nameOf(record)} is recorded by ${record.owner}, claimed by ${result?.owner ?? 'nobody'}`)
}

/** A result was read. */
export function* checkRead(ledger: Ledger, result: AttemptResult): Generator<Broken> {
  if (result.status === 'running') return
  const { status, output, error, finishedAt = 0 } = result
  const outcome = (status === 'completed' ? { status, output } : { status, error }) as AttemptOutcome
  if (entryOf(ledger, result).ending !== endingOf(outcome, finishedAt)) {
    yield broken('P6', `the result of ${nameOf(result)} has changed`)
  }
}

/** A job counts a result as its step's. */
export function* checkCounted(ledger: Ledger, step: Step, result: AttemptResult | undefined): Generator<Broken> {
  if (result?.status !== 'completed') return yield broken('P6', `${step.stepId} is completed, its result is not`)
  if (entryOf(ledger, result).token !== result.token) {
    yield broken('P6', `${step.stepId} counts a result without the token of its attempt`)
  }
}

/** News of a step is deleted: what it told of must be in the job. @param takenAt when its planner took it */
export function* checkNews(
  ledger: Ledger,
  job: Job,
  { fact, takenAt }: { fact: Fact; takenAt: number },
): Generator<Broken> {
  if (fact.kind !== 'step.completed' && fact.kind !== 'step.failed') return
  const step = job.steps.find(({ stepId }) => stepId === fact.stepId)
  if (step?.status !== 'running' || fact.epoch !== job.epoch || fact.attempt !== step.attempt) return
  const { endedAt = Infinity, claim, token } = entryOf(ledger, attemptOf(job, step))
  if (endedAt >= takenAt || claim?.token !== token) return
  yield broken('P3', `the news of ${step.stepId}#${step.attempt} is deleted, and its job does not know of it`)
}

/** A save started attempts. */
export function* checkStarts(ledger: Ledger, change: Change): Generator<Broken> {
  for (const step of change.after.steps) {
    if (!isStart(change, step)) continue
    if (step.attempt === 1) yield* checkBudget(ledger, change)
    yield* checkOwner(ledger, change, step)
    if (step.token !== undefined) entryOf(ledger, attemptOf(change.after, step)).token = step.token
  }
}

function* checkBudget({ starts }: Ledger, { after, definition }: Change): Generator<Broken> {
  const epoch = `${after.jobId}/${after.epoch}`
  const count = (starts.get(epoch) ?? 0) + 1
  starts.set(epoch, count)
  const budget = definition.workflows[after.workflow]?.budgetSteps ?? 0
  if (count > budget) yield broken('P8', `step number ${count} starts, the budget is ${budget}`)
}

/** The attempt before has ended, died, was never claimed by its token, or its lease is over. */
function* checkOwner(ledger: Ledger, change: Change, step: Step): Generator<Broken> {
  const earlier = earlierOf(change, step)
  if (earlier === undefined || earlier.attempt === 0) return
  const { claim, token, timeoutMs = 0, ending, hasDied } = entryOf(ledger, attemptOf(change.after, earlier))
  if (claim?.token !== token || claim === undefined || ending !== undefined || hasDied) return
  const left = claim.startedAt + timeoutMs + leaseGraceMs - change.decidedAt
  if (left > 0)
    yield broken('P5', `${step.stepId}#${step.attempt} starts while the attempt before owns it for ${left} ms`)
}

function endingOf(outcome: AttemptOutcome, finishedAt: number): string {
  return JSON.stringify([outcome.status, outcome.status === 'completed' ? outcome.output : outcome.error, finishedAt])
}

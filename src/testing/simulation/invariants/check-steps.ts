/** P4, P5, P6, P8: when a step may start, and what may become of it. */
import type { Job } from '../../../core/job.ts'
import { isTerminal } from '../../../core/status.ts'
import type { Step } from '../../../core/step.ts'
import type { Invariant } from '../seed.ts'
import { type Broken, broken, type Change, earlierOf, isStart } from './change.ts'

export function* checkSteps(change: Change): Generator<Broken> {
  const { before, after } = change
  for (const step of after.steps) {
    const earlier = earlierOf(change, step)
    yield* brokenTests(whatItLacks(step))
    if (earlier !== undefined) yield* brokenTests(whatBecameOf(earlier, step))
    if (isStart(change, step)) yield* brokenTests(whyNotStart(change, step))
  }
  if (before.epoch !== after.epoch) return
  for (const { stepId } of before.steps) {
    if (!after.steps.some((step) => step.stepId === stepId)) yield broken('P6', `${stepId} leaves the plan`)
  }
}

/** Whether it is broken, which invariant, and in words. */
type Test = readonly [isBroken: boolean, invariant: Invariant, text: string]

function* brokenTests(tests: readonly Test[]): Generator<Broken> {
  for (const [isBroken, invariant, text] of tests) if (isBroken) yield broken(invariant, text)
}

function whatItLacks({ stepId, status, kind, cause, token, result }: Step): Test[] {
  return [
    [status === 'skipped' && cause === undefined, 'P4', `${stepId} is skipped without a cause`],
    [status === 'running' && token === undefined, 'P5', `${stepId} runs without a token`],
    [
      status === 'completed' && kind === 'agent' && result === undefined,
      'P6',
      `${stepId} is completed without a result`,
    ],
  ]
}

function whatBecameOf(earlier: Step, { stepId, status, attempt, token, result }: Step): Test[] {
  const sameRun = earlier.status === 'running' && status === 'running' && earlier.attempt === attempt
  const otherResult = earlier.result !== undefined && JSON.stringify(earlier.result) !== JSON.stringify(result)
  const wasEnded = isTerminal(earlier.status) && status !== earlier.status
  return [
    [attempt < earlier.attempt, 'P5', `the attempt of ${stepId} shrinks`],
    [attempt > earlier.attempt + 1, 'P5', `${stepId} skips an attempt`],
    [sameRun && earlier.token !== token, 'P5', `the token of ${stepId} changes while it runs`],
    [wasEnded, 'P6', `${stepId} was ${earlier.status} and is ${status}`],
    [otherResult, 'P6', `${stepId} has another result than before`],
  ]
}

function whyNotStart(change: Change, step: Step): Test[] {
  const { before, after, decidedAt } = change
  const name = `${step.stepId}#${step.attempt}`
  const open = after.steps.filter(({ status }) => !isTerminal(status))
  const dueAt = earlierOf(change, step)?.dueAt ?? 0
  return [
    [open.some(({ stepId }) => step.needs.includes(stepId)), 'P4', `${name} starts before its needs ended`],
    [open.some(({ rule }) => rule < step.rule), 'P4', `${name} starts before the rules before it ended`],
    [step.attempt === 1 && !joinAllows(step, after), 'P4', `${name} starts though its join refuses it`],
    [isTerminal(after.status), 'P7', `${name} starts in a job that is ${after.status}`],
    [before.cancelRequestedAt !== undefined, 'P8', `${name} starts after cancel`],
    [before.pausedAt !== undefined, 'P8', `${name} starts while the job is paused`],
    [before.error !== undefined, 'P8', `${name} starts in a job that has failed`],
    [(after.deadlineAt ?? Infinity) <= decidedAt, 'P8', `${name} starts after the deadline`],
    [before.startedAt === undefined && (after.startAt ?? 0) > decidedAt, 'P8', `${name} starts before its job may`],
    [dueAt > decidedAt, 'P8', `${name} starts before its pause is over`],
  ]
}

function joinAllows({ join, needs }: Step, job: Job): boolean {
  const met = job.steps.filter(({ stepId }) => needs.includes(stepId))
  if (join === 'settled' || met.length === 0) return true
  if (join === 'all') return met.every(({ status, tolerated }) => status === 'completed' || tolerated === true)
  return met.filter(({ status }) => status === 'completed').length >= (join === 'any' ? 1 : join.atLeast)
}

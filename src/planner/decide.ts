/**
 * The planner's decision: what a job becomes, and what is to be done about it. Pure: everything it knows is given.
 *
 * Invariants kept here (numbers as in docs/engine.md):
 * P3  a job that is not terminal leaves with a wakeAt;
 * P4  a step starts only when all it needs is terminal and its join allows it;
 * P5  an attempt number is used once, and a step has one running attempt;
 * P7  a terminal job is returned as it came;
 * P8  nothing starts after cancel, after the deadline, while paused, before its time, or beyond the budget;
 * P10 a rule is decided once per epoch, and its verdict keeps what it read;
 * P11 a rule that reads results is decided only after the steps before it are terminal;
 * P12 a pass after which nothing more can go on is the last; a step ends, and a rule brings its steps, once.
 *
 * It does not load, save or start anything: that is the engine's part, in that order.
 */
import type { Command } from '../core/command.ts'
import type { Definition } from '../core/definition.ts'
import type { Job } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import { closeDraft, type Draft, isDelayed, type Known, openDraft, putStep } from './draft.ts'
import { finishJob } from './finish-job.ts'
import { growPlan } from './grow-plan.ts'
import { settleFailures } from './settle-failures.ts'
import { startSteps } from './start-steps.ts'
import { skipAfterError, stopIfCancelled, stopIfOverdue } from './stop-job.ts'
import { setWakeAt } from './wake-at.ts'

export interface Decision {
  /** The very job that was given when nothing changed. */
  readonly job: Job
  readonly commands: readonly Command[]
  /** Steps whose outputs are needed: load them and decide again, on the job that was given. Nothing was decided yet. */
  readonly wants: readonly string[]
}

export function decide(definition: Definition, job: Job, known: Known): Decision {
  const nothing = { job, commands: [], wants: [] }
  if (isTerminal(job.status)) return nothing
  const draft = openDraft(definition, job, known)
  stopIfCancelled(draft)
  stopIfOverdue(draft)
  if (!isTerminal(draft.job.status) && !isDelayed(draft)) advance(draft)
  if (draft.wants.size > 0) return { ...nothing, wants: [...draft.wants] }
  setWakeAt(draft)
  return { job: closeDraft(draft), commands: draft.commands, wants: [] }
}

function advance(draft: Draft): void {
  endWaits(draft)
  for (let before = -1; before !== draft.openings; ) {
    before = draft.openings
    settleFailures(draft)
    if (draft.job.error === undefined) growPlan(draft)
    startSteps(draft)
    skipAfterError(draft)
  }
  finishJob(draft)
}

function endWaits(draft: Draft): void {
  for (const step of draft.steps) {
    if (step.status !== 'waiting' || (step.dueAt ?? 0) > draft.known.now) continue
    const { dueAt: _due, ...kept } = step
    putStep(draft, { ...kept, status: 'completed', finishedAt: draft.known.now })
  }
}

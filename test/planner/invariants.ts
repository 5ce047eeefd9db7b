import { expect } from 'vitest'
import type { Command } from '../../src/core/command.ts'
import type { Job } from '../../src/core/job.ts'
import { isTerminal } from '../../src/core/status.ts'

/** What must hold after one decision, whatever led to it. Numbers as in docs/engine.md. */
export function checkDecision(
  before: Job,
  after: Job,
  { commands, now }: { commands: readonly Command[]; now: number },
): void {
  if (isTerminal(before.status) && after.epoch === before.epoch) expect(after, 'P7').toBe(before)
  if (!isTerminal(after.status)) expect(after.wakeAt, 'P3').toBeGreaterThan(0)
  else
    expect(
      after.steps.filter((step) => !isTerminal(step.status)),
      'a terminal job has no open step',
    ).toEqual([])
  checkAttempts(before, after, commands)
  checkStarts(before, after, { commands, now })
  checkVerdicts(before, after)
}

function checkAttempts(before: Job, after: Job, commands: readonly Command[]): void {
  for (const step of after.steps) {
    const earlier = before.steps.find((one) => one.stepId === step.stepId)
    if (earlier === undefined || before.epoch !== after.epoch) continue
    expect(step.attempt, 'P5: attempts only grow').toBeGreaterThanOrEqual(earlier.attempt)
    if (isTerminal(earlier.status)) expect(step.status, 'P6: a result stays').toBe(earlier.status)
  }
  const starts = commands.filter((command) => command.kind === 'startStep')
  expect(new Set(starts.map(({ stepId }) => stepId)).size, 'P5: one start per step').toBe(starts.length)
}

function checkStarts(before: Job, after: Job, { commands, now }: { commands: readonly Command[]; now: number }): void {
  for (const command of commands) {
    if (command.kind !== 'startStep') continue
    const step = after.steps.find((one) => one.stepId === command.stepId)
    const open = after.steps.filter((one) => !isTerminal(one.status))
    expect(step, 'a start is of a running step with that attempt').toMatchObject({
      status: 'running',
      attempt: command.attempt,
    })
    expect(
      open.filter((one) => step?.needs.includes(one.stepId)),
      'P4: needs',
    ).toEqual([])
    expect(
      open.filter((one) => one.rule < (step?.rule ?? 0)),
      'P4: barrier',
    ).toEqual([])
    expect([after.cancelRequestedAt, after.pausedAt, before.error], 'P8').toEqual([undefined, undefined, undefined])
    expect(after.deadlineAt ?? Infinity, 'P8: deadline').toBeGreaterThan(now)
  }
}

function checkVerdicts(before: Job, after: Job): void {
  if (before.epoch !== after.epoch) return
  for (const [index, rule] of before.rules.entries()) {
    if (rule.verdict !== null) expect(after.rules[index]?.verdict, 'P10').toBe(rule.verdict)
  }
}

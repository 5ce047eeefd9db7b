import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition.ts'
import type { Job } from '../../src/core/job.ts'
import { isTerminal } from '../../src/core/status.ts'
import type { Evidence } from '../../src/planner/evidence.ts'
import { fold } from '../../src/planner/fold.ts'
import { markCancelled, markPaused, markResumed } from '../../src/planner/mark-job.ts'
import { checkDecision } from './invariants.ts'
import { PlannedJob } from './planned-job.ts'
import { aRandomDefinition } from './random-definition.ts'

/** What the world may do between two decisions. `pick` chooses among the running steps. */
const happening = fc.record({
  kind: fc.constantFrom(
    'complete',
    'complete',
    'fail',
    'fatal',
    'interrupt',
    'repeat',
    'later',
    'pause',
    'resume',
    'nothing',
  ),
  pick: fc.nat(),
  output: fc.record({ n: fc.integer({ min: -1, max: 1 }) }),
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

const aRun = fc.record({
  definition: aRandomDefinition,
  n: fc.integer({ min: 0, max: 1 }),
  happenings: fc.array(happening, { maxLength: 25 }),
  cancelled: fc.boolean(),
})

/** Drives a job through the happenings, checking every decision, and keeps all evidence it made. */
function drive(
  definition: Definition,
  n: number,
  happenings: readonly Happening[],
): { job: PlannedJob; evidence: Evidence[] } {
  const job = new PlannedJob(definition, { n }, { deadlineAt: 1_600_000, deadlineMs: 600_000 })
  const evidence: Evidence[] = []
  checked(job, () => job.decide())
  for (const one of happenings) checked(job, () => apply(job, one, evidence))
  return { job, evidence }
}

function checked(job: PlannedJob, act: () => void): void {
  const before = job.job
  const known = job.commands.length
  act()
  checkDecision(before, job.job, { commands: job.commands.slice(known), now: job.now })
}

function apply(job: PlannedJob, { kind, pick, output }: Happening, evidence: Evidence[]): void {
  switch (kind) {
    case 'later':
      return void job.after(7_000)
    case 'pause':
      return mark(job, markPaused)
    case 'resume':
      return mark(job, markResumed)
    case 'repeat':
      return void job.decide(evidence)
    case 'nothing':
      return void job.decide()
    default: {
      const stepId = job.running[pick % Math.max(1, job.running.length)]
      if (stepId === undefined) return
      evidence.push(job.evidence(stepId, { kind: 'interrupted' }))
      return endAttempt(job, stepId, { kind, output })
    }
  }
}

function endAttempt(job: PlannedJob, stepId: string, { kind, output }: Pick<Happening, 'kind' | 'output'>): void {
  if (kind === 'complete') job.complete(stepId, output)
  else if (kind === 'interrupt') job.interrupt(stepId)
  else job.fail(stepId, kind === 'fatal' ? { retryable: false } : {})
}

function mark(job: PlannedJob, set: (job: Job, now: number) => Job): void {
  if (isTerminal(job.job.status)) return
  job.job = set(job.job, job.now)
  job.decide()
}

describe('whatever happens to a job', () => {
  it('keeps the invariants with every decision (P3-P8, P10)', () => {
    fc.assert(
      fc.property(aRun, ({ definition, n, happenings }) => void drive(definition, n, happenings)),
      { numRuns: 250 },
    )
  })

  it('changes nothing when the same evidence comes again, in any order (P9)', () => {
    fc.assert(
      fc.property(aRun, fc.nat(), ({ definition, n, happenings }, turn) => {
        const { job, evidence } = drive(definition, n, happenings)
        const rotated = [...evidence.slice(turn % (evidence.length + 1)), ...evidence].reverse()
        expect(fold(job.job, rotated)).toBe(job.job)
      }),
      { numRuns: 150 },
    )
  })

  it('folds evidence about different steps to the same job in either order (P9)', () => {
    fc.assert(
      fc.property(aRun, fc.func(fc.boolean()), ({ definition, n, happenings }, completes) => {
        const { job } = drive(definition, n, happenings)
        const evidence = job.running.map((stepId) => {
          const result = { agent: 'a', epoch: job.job.epoch, attempt: 1, bytes: 2 }
          const end = completes(stepId) ? ({ kind: 'completed', result } as const) : ({ kind: 'interrupted' } as const)
          return job.evidence(stepId, end)
        })
        expect(fold(job.job, evidence)).toEqual(fold(job.job, evidence.toReversed()))
        expect(fold(fold(job.job, evidence), evidence)).toEqual(fold(job.job, evidence))
      }),
      { numRuns: 150 },
    )
  })

  it('decides nothing twice: the same state at the same time asks for nothing more', () => {
    fc.assert(
      fc.property(aRun, ({ definition, n, happenings }) => {
        const { job } = drive(definition, n, happenings)
        const [before, asked] = [job.job, job.commands.length]
        expect(job.decide().job).toBe(before)
        expect(job.commands.length).toBe(asked)
      }),
      { numRuns: 150 },
    )
  })

  it('replays to the same job and the same commands', () => {
    fc.assert(
      fc.property(aRun, ({ definition, n, happenings }) => {
        const [one, other] = [drive(definition, n, happenings).job, drive(definition, n, happenings).job]
        expect(other.job).toEqual(one.job)
        expect(other.commands).toEqual(one.commands)
      }),
      { numRuns: 50 },
    )
  })

  it('ends once its attempts end, its pauses are lifted and its time passes (P12)', () => {
    fc.assert(
      fc.property(aRun, ({ definition, n, happenings, cancelled }) => {
        const { job } = drive(definition, n, happenings)
        if (cancelled) mark(job, markCancelled)
        mark(job, markResumed)
        for (let rounds = 0; rounds < 200 && !isTerminal(job.job.status); rounds++) {
          const [stepId] = job.running
          checked(job, () => (stepId === undefined ? job.after(1_000) : job.complete(stepId, { n: 1 })))
        }
        expect(isTerminal(job.job.status), job.steps).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

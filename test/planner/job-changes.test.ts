import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition.ts'
import { isTerminal } from '../../src/core/status.ts'
import { type JobEvent, jobEvents } from '../../src/planner/job-events.ts'
import { markCancelled, markPaused, markResumed } from '../../src/planner/mark-job.ts'
import { rerunJob } from '../../src/planner/rerun-job.ts'
import { aDefinition, aPlan } from './a-plan.ts'
import { aRandomDefinition } from './random-definition.ts'
import { WatchedJob } from './watched-job.ts'

const ends = ['complete', 'complete', 'complete', 'fail', 'fatal', 'interrupt'] as const
const happenings = [...ends, 'later', 'pause', 'resume', 'rerun'] as const
type Happening = { readonly kind: (typeof happenings)[number]; readonly pick: number }

function happen(job: WatchedJob, definition: Definition, { kind, pick }: Happening): void {
  const isOver = isTerminal(job.job.status)
  switch (kind) {
    case 'later':
      return void job.after(7_000)
    case 'pause':
    case 'resume':
      return isOver ? undefined : void job.change(kind === 'pause' ? markPaused : markResumed)
    case 'rerun':
      job.now += 1
      return isOver ? job.change((ended, now) => rerunJob(definition, ended, { now })) : undefined
    default:
      return endAttempt(job, kind, pick)
  }
}

function endAttempt(job: WatchedJob, kind: (typeof ends)[number], pick: number): void {
  const stepId = job.running[pick % Math.max(1, job.running.length)]
  // Whatever was changed is decided at last.
  if (stepId === undefined) return void job.decide()
  job.now += 1
  if (kind === 'interrupt') return void job.interrupt(stepId)
  job.record(stepId, kind === 'complete' ? 'completed' : 'failed')
  if (kind === 'complete') job.complete(stepId, { n: pick % 2 })
  else job.fail(stepId, kind === 'fatal' ? { retryable: false } : {})
}

/** What a rerun keeps is in its epoch's history. */
const identityOf = ({ eventType, epoch, stepId, attempt, at }: JobEvent) =>
  eventType === 'step.skipped' ? `${eventType} ${stepId} ${at}` : `${eventType} ${epoch} ${stepId} ${attempt}`
/** The history knows neither. */
const isInHistory = ({ eventType, attempt }: JobEvent) =>
  eventType !== 'job.waiting' && !(eventType === 'step.failed' && attempt === undefined)

describe('what happened to a job between its saves', () => {
  it('is, joined, its history, each event once', () => {
    const aRun = fc.record({
      definition: aRandomDefinition,
      n: fc.integer({ min: 0, max: 1 }),
      all: fc.array(fc.record({ kind: fc.constantFrom(...happenings), pick: fc.nat() }), { maxLength: 30 }),
    })
    fc.assert(
      fc.property(aRun, ({ definition, n, all }) => {
        const job = new WatchedJob(definition, { n })
        job.save(() => undefined)
        job.save(() => job.decide())
        for (const one of all) job.save(() => happen(job, definition, one))
        job.save(() => (isTerminal(job.job.status) ? undefined : job.change(markCancelled)))
        job.save(() => job.decide())
        const told = job.told.filter(isInHistory).map(identityOf)
        const history = jobEvents(job.job, job.results).map(identityOf)
        expect([...new Set(told)]).toEqual(told)
        // A rerun may take steps out of the plan that nobody attempted: what was told of them is in no history.
        if (job.job.epoch > 1) expect(told).toEqual(expect.arrayContaining(history))
        else expect(told.toSorted()).toEqual(history.toSorted())
      }),
      { numRuns: 200 },
    )
  })

  const line = ({ eventType, stepId, agent, attempt, status, code }: JobEvent) =>
    [eventType, stepId, agent, attempt, status, code].filter((part) => part !== undefined).join(' ')
  function planned(notation: string, agents = {}) {
    const definition = aDefinition([{ run: aPlan(notation) }], { agents })
    const job = new WatchedJob(definition)
    return { definition, job, told: (act: () => void) => job.save(act).map(line) }
  }

  it('is told in the order it happened: the job begins before its steps, and ends after them', () => {
    const { job, told } = planned('a')
    expect(told(() => job.decide())).toEqual(['job.submitted', 'job.started', 'step.started a a 1 running'])
    expect(told(() => job.complete('a'))).toEqual(['step.completed a a 1 completed', 'job.completed completed'])
  })

  it('tells the attempt that was lost and the next one, which one save decided', () => {
    const { job, told } = planned('a')
    told(() => job.decide())
    expect(told(() => job.interrupt('a'))).toEqual([
      'step.failed a a 1 failed STEP_INTERRUPTED',
      'step.retried a a 2 running',
    ])
  })

  it('tells who failed, and who takes over', () => {
    const { job, told } = planned('a', { a: { onError: { kind: 'fallback', agent: 'b' } }, b: {} })
    told(() => job.decide())
    expect(told(() => job.fail('a', { retryable: false }))).toEqual([
      'step.failed a a 1 failed STEP_FAILED',
      'step.retried a b 2 running',
    ])
  })

  it('tells a wait and its end, and the job that waits for it', () => {
    const { job, told } = planned('wait(5s)')
    expect(told(() => job.decide())).toEqual([
      'job.submitted',
      'job.started',
      'step.waiting wait waiting',
      'job.waiting waiting',
    ])
    expect(told(() => job.after(6_000))).toEqual(['step.completed wait completed', 'job.completed completed'])
  })

  it('tells what a cancel stopped and what it skipped', () => {
    const { job, told } = planned('a -> b')
    told(() => job.decide())
    told(() => job.change(markCancelled))
    expect(told(() => job.decide())).toEqual([
      'step.failed a a 1 cancelled jobCancelled',
      'step.skipped b b skipped jobCancelled',
      'job.cancelled cancelled',
    ])
  })

  it('tells nothing of what a rerun keeps, and begins anew with the rest', () => {
    const { definition, job, told } = planned('a -> b')
    told(() => job.decide())
    told(() => job.complete('a'))
    told(() => job.fail('b', { retryable: false }))
    expect(told(() => job.change((ended, now) => rerunJob(definition, ended, { now })))).toEqual([])
    expect(told(() => job.decide())).toEqual(['job.started', 'step.started b b 1 running'])
    expect(job.told.at(-1)).toMatchObject({ epoch: 2 })
  })

  it('gives times: of a step from its first start to its end', () => {
    const { job } = planned('a')
    job.save(() => job.decide())
    job.now += 250
    expect(job.save(() => job.complete('a'))[0]).toMatchObject({ eventType: 'step.completed', executionTimeMs: 250 })
  })
})

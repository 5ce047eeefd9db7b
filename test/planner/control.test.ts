import { describe, expect, it } from 'vitest'
import type { Job } from '../../src/core/job.ts'
import { explain } from '../../src/planner/explain.ts'
import { markCancelled, markPaused, markResumed } from '../../src/planner/mark-job.ts'
import { rerunJob } from '../../src/planner/rerun-job.ts'
import { aDefinition } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

const chain = aDefinition([{ run: 'a -> b' }], {
  agents: { a: { retry: { maxAttempts: 1, backoff: 'fixed', initialMs: 0, maxMs: 0, jitter: 'none' } } },
})

function change(job: PlannedJob, mark: (job: Job, now: number) => Job): PlannedJob {
  job.job = mark(job.job, job.now)
  return job.decide()
}

describe('cancel', () => {
  it('ends the job at once, stops what runs and reaches what waits', () => {
    const job = new PlannedJob(aDefinition([{ run: '(a | wait(60s)) -> b' }])).decide()
    change(job, markCancelled)
    expect(job.job.status).toBe('cancelled')
    expect(job.steps).toBe('a:cancelled wait:skipped b:skipped')
    expect(job.step('b').cause).toEqual({ kind: 'jobCancelled' })
    expect(job.commands.at(-1)).toMatchObject({ kind: 'abortStep', stepId: 'a' })
  })

  it('is the last word: a result that comes later changes nothing', () => {
    const job = new PlannedJob(chain).decide()
    const late = job.evidence('a', { kind: 'completed', result: { agent: 'a', epoch: 1, attempt: 1, bytes: 2 } })
    const cancelled = change(job, markCancelled).job
    expect(job.decide([late]).job).toBe(cancelled)
  })

  it('says nothing new the second time', () => {
    const once = markCancelled(new PlannedJob(chain).decide().job, 5)
    expect(markCancelled(once, 6)).toBe(once)
  })
})

describe('a delayed job that has begun', () => {
  it('goes on before its start by a clock that is behind', () => {
    const job = new PlannedJob(chain, {}, { startAt: 1_000_000 }).decide()
    job.now -= 2_000
    expect(job.complete('a').running).toEqual(['b'])
    expect(job.job.wakeAt).toBeGreaterThan(1_000_000)
  })
})

describe('an attempt that waits for a place beyond its lease', () => {
  it('is looked at every 30 seconds, not at every sweep', () => {
    const job = new PlannedJob(chain).decide()
    expect(job.job.wakeAt).toBe(job.now + 40_000)
    job.after(60_000)
    expect(job.job.wakeAt).toBe(job.now + 30_000)
  })
})

describe('pause', () => {
  it('lets running attempts finish and starts nothing until it is resumed', () => {
    const job = change(new PlannedJob(chain).decide(), markPaused).complete('a')
    expect(job.steps).toBe('a:completed b:pending')
    expect(job.job.status).toBe('waiting')
    expect(job.job.wakeAt).toBeGreaterThan(job.now)
    expect(change(job, markResumed).running).toEqual(['b'])
  })

  it('holds back a retry that comes due', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a' }])).decide()
    change(job.fail('a'), markPaused)
    expect(job.after(60_000).running).toEqual([])
    expect(change(job, markResumed).running).toEqual(['a'])
  })
})

describe('rerun', () => {
  const rerun = (job: PlannedJob, definition = chain, fromStep?: string) => {
    job.job = rerunJob(definition, job.job, { now: job.now, ...(fromStep === undefined ? {} : { fromStep }) })
    return job.decide()
  }

  it('repeats what failed and everything after it, in the next epoch, and keeps good results', () => {
    const definition = aDefinition([{ run: 'a -> b -> c' }], {
      agents: { b: { retry: { ...chain.agents.a?.retry, maxAttempts: 1 } as never } },
    })
    const job = rerun(new PlannedJob(definition).decide().complete('a').fail('b', { retryable: false }), definition)
    expect(job.job).toMatchObject({
      epoch: 2,
      status: 'running',
      earlierEpochs: [{ epoch: 1, status: 'failed', error: { code: 'STEP_FAILED' } }],
    })
    expect(job.job.error).toBeUndefined()
    expect(job.steps).toBe('a:completed b:running c:pending')
    expect(job.step('b')).toMatchObject({ attempt: 1, failures: 0 })
  })

  it('repeats everything of a completed job', () => {
    const job = rerun(new PlannedJob(chain).decide().complete('a').complete('b'))
    expect(job.steps).toBe('a:running b:pending')
  })

  it('repeats from a step that is named', () => {
    const job = rerun(new PlannedJob(chain).decide().complete('a').complete('b'), chain, 'b')
    expect(job.steps).toBe('a:completed b:running')
  })

  it('repeats from a step that is named what failed beside it too: the job could not complete otherwise', () => {
    const definition = aDefinition([{ run: '(a | b) -> c' }])
    const job = new PlannedJob(definition).decide().complete('b').fail('a', { retryable: false })
    expect(rerun(job, definition, 'b').steps).toBe('a:running b:running c:pending')
  })

  it('repeats from a step that is named what a cancel cut short beside it', () => {
    const definition = aDefinition([{ run: '(a | b)' }])
    const job = change(new PlannedJob(definition).decide().complete('b'), markCancelled)
    expect(rerun(job, definition, 'b').steps).toBe('a:running b:running')
  })

  it('refuses a step that the job does not have, naming those it has', () => {
    const job = new PlannedJob(chain).decide().complete('a').complete('b')
    expect(() => rerun(job, chain, 'z')).toThrow(
      expect.objectContaining({ code: 'JOB_STEP_UNKNOWN', hint: 'Its steps: a, b' }),
    )
  })

  it('decides a rule on results again, because they may change', () => {
    const definition = aDefinition([{ run: 'a' }, { if: 'results.a.n > 0', run: 'b' }, { run: 'c' }])
    const job = new PlannedJob(definition).decide().complete('a', { n: 1 }).complete('b').complete('c')
    rerun(job, definition, 'a')
    expect(job.steps).toBe('a:running')
    expect(job.job.rules.map((rule) => rule.verdict)).toEqual([true, null, true])
    expect(job.complete('a', { n: 0 }).steps).toBe('a:completed c:running')
  })

  it('keeps verdicts and steps of the rules before the step', () => {
    const definition = aDefinition([{ run: 'a' }, { if: 'results.a.n > 0', run: 'b -> c' }])
    const job = new PlannedJob(definition).decide().complete('a', { n: 1 }).complete('b').complete('c')
    expect(rerun(job, definition, 'c').steps).toBe('a:completed b:completed c:running')
  })

  it('ignores evidence of the epoch before', () => {
    const job = new PlannedJob(chain).decide().complete('a')
    const late = job.evidence('b', { kind: 'completed', result: { agent: 'b', epoch: 1, attempt: 1, bytes: 2 } })
    job.complete('b')
    rerun(job)
    const before = job.job
    expect(job.decide([late]).job).toBe(before)
  })
})

describe('an explanation', () => {
  it('gives each rule its verdict with what it read, and each step why it stands where it stands', () => {
    const definition = aDefinition([
      { name: 'full', if: 'input.kind == 1', run: 'a -> b' },
      { name: 'later', if: 'results.a.x == 1', run: 'c' },
      { name: 'none', if: 'input.rows > 3', run: 'c' },
    ])
    const { job, now } = new PlannedJob(definition, { kind: 1 }).decide()
    const explanation = explain(definition, job, now)
    expect(explanation.rules.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      'full true: input.kind is 1',
      'later not decided yet: it reads the result of a',
      'none false because input.rows is missing',
    ])
    expect(explanation.steps.map(({ stepId, reason }) => `${stepId} ${reason}`)).toEqual([
      'a attempt 1 runs',
      'b waits for a',
    ])
  })
})

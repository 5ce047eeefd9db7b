import { describe, expect, it } from 'vitest'
import { aDefinition, aPlan } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

describe('the order of steps', () => {
  it('starts a chain one step at a time', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a -> b' }])).decide()
    expect(job.steps).toBe('a:running b:pending')
    expect(job.complete('a').steps).toBe('a:completed b:running')
    expect(job.complete('b').job.status).toBe('completed')
  })

  it('starts parallel steps together and joins them', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a -> (b | c) -> d' }])).decide().complete('a')
    expect(job.running).toEqual(['b', 'c'])
    expect(job.complete('c').running).toEqual(['b'])
    expect(job.complete('b').running).toEqual(['d'])
  })

  it('lets the steps of a rule wait for every step of the earlier matching rules', () => {
    const job = new PlannedJob(
      aDefinition([{ run: '(a | b)' }, { if: 'input.x == 1', run: 'c' }, { run: 'd' }]),
    ).decide()
    expect(job.steps).toBe('a:running b:running d:pending')
    expect(job.complete('a').running).toEqual(['b'])
    expect(job.complete('b').running).toEqual(['d'])
  })

  it('numbers an agent that comes again', () => {
    const job = new PlannedJob(aDefinition([{ run: 'reporter' }, { run: 'reporter -> reporter' }])).decide()
    expect(job.job.steps.map((step) => step.stepId)).toEqual(['reporter', 'reporter-2', 'reporter-3'])
  })

  it('holds a wait without an attempt, for its time', () => {
    const job = new PlannedJob(aDefinition([{ run: 'wait(5s) -> a' }])).decide()
    expect(job.steps).toBe('wait:waiting a:pending')
    expect(job.job.status).toBe('waiting')
    expect(job.commands).toEqual([{ kind: 'wakeJob', jobId: job.job.jobId, at: job.now + 5_000 }])
    expect(job.after(4_999).steps).toBe('wait:waiting a:pending')
    expect(job.after(1).steps).toBe('wait:completed a:running')
  })

  it('starts nothing of a delayed job before its time', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a' }]), {}, { startAt: 1_005_000 }).decide()
    expect(job.job).toMatchObject({ status: 'pending', steps: [], wakeAt: 1_005_000 })
    expect(job.after(5_000).running).toEqual(['a'])
  })
})

describe('the join of a graph step', () => {
  const graph = (join: 'all' | 'any' | { atLeast: number }) => {
    const [a, b, c, d] = aPlan('(a | b | c) -> d')
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four templates')
    return aDefinition([
      {
        run: [
          a,
          { ...b, when: 'input.b == true' },
          { ...c, onError: { kind: 'continue' }, retry: once },
          { ...d, join },
        ],
      },
    ])
  }
  const once = { maxAttempts: 1, backoff: 'fixed', initialMs: 0, maxMs: 0, jitter: 'none' } as const

  it('all: skips the step when a need was skipped, and says which', () => {
    const job = new PlannedJob(graph('all')).decide().complete('a').complete('c')
    expect(job.step('d')).toMatchObject({ status: 'skipped', cause: { kind: 'needs', stepId: 'b', status: 'skipped' } })
    expect(job.job.status).toBe('completed')
  })

  it('all: goes on over a failure that is tolerated', () => {
    const job = new PlannedJob(graph('all'), { b: true }).decide().complete('a').complete('b').fail('c')
    expect(job.steps).toBe('a:completed b:completed c:failed d:running')
  })

  it('any: waits for all needs, then asks for one that completed', () => {
    const job = new PlannedJob(graph('any')).decide().complete('a')
    expect(job.step('d').status).toBe('pending')
    expect(job.fail('c').step('d').status).toBe('running')
  })

  it('at_least: counts the completed ones', () => {
    const job = new PlannedJob(graph({ atLeast: 2 })).decide().complete('a').fail('c')
    expect(job.step('d')).toMatchObject({
      status: 'skipped',
      cause: { kind: 'tooFewCompleted', completed: 1, needed: 2 },
    })
  })

  it('starts what a skip sets free at once, also when a fallback begins with the same facts', () => {
    const [a, b, c, d] = aPlan('(a | b | c | d)')
    if (!(a && b && c && d)) throw new Error('four templates')
    // The plan's order is not the order of its needs: c stands before d, which it waits for.
    const run = [a, b, { ...c, needs: ['d'] }, { ...d, needs: ['b'], when: 'input.no == 1' }]
    const definition = aDefinition([{ run }], { agents: { a: { onError: { kind: 'fallback', agent: 'f' } }, f: {} } })
    const job = new PlannedJob(definition).decide()
    const error = { code: 'BAD', message: 'bad', retryable: false }
    const result = { agent: 'b', epoch: 1, attempt: 1, bytes: 2 }
    job.decide([job.evidence('a', { kind: 'failed', error }), job.evidence('b', { kind: 'completed', result })])
    expect(job.steps).toBe('a:running b:completed c:running d:skipped')
  })

  it('lists: a skipped or tolerated step does not stop the chain', () => {
    const [a, b] = aPlan('a -> b')
    if (a === undefined || b === undefined) throw new Error('two templates')
    const job = new PlannedJob(aDefinition([{ run: [{ ...a, when: 'input.no == 1' }, b] }])).decide()
    expect(job.steps).toBe('a:skipped b:running')
    expect(job.step('a').cause).toEqual({ kind: 'whenFalse', reason: '`input.no == 1` is false: input.no is missing' })
  })
})

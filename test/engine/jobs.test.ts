import { describe, expect, it } from 'vitest'
import { defaultRetry } from '../../src/core/retry.ts'
import { finalSteps, loadOutputs } from '../../src/engine/outputs.ts'
import { aDefinition, aPlan } from '../planner/a-plan.ts'
import { failure, TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])

describe('the engine, when nothing goes wrong', () => {
  it('takes a job from submit to its result', async () => {
    const platform = new TestPlatform(diamond, { e: ({ results }) => ({ from: Object.keys(results) }) })
    await platform.submit()
    const job = await platform.finish()
    expect(job.status).toBe('completed')
    expect(platform.executed).toEqual(['a#1', 'b#1', 'c#1', 'd#1', 'e#1'])
    const last = finalSteps(job)
    expect(await loadOutputs(platform.ports, job, last)).toEqual(new Map([['e', { from: ['b', 'c', 'd'] }]]))
  })

  it('takes the last step alone for the result, also behind a wait and behind a step that was skipped', async () => {
    const [a, b, c] = aPlan('a -> b -> c')
    if (a === undefined || b === undefined || c === undefined) throw new Error('three templates')
    const middles = [
      { ...b, work: { kind: 'wait', waitMs: 0 } as const },
      { ...b, when: 'input.x == 1' },
    ]
    for (const middle of middles) {
      const platform = new TestPlatform(aDefinition([{ run: [a, middle, c] }]))
      await platform.submit()
      const job = await platform.finish()
      expect(job.steps.map(({ status }) => status)).toEqual(['completed', expect.any(String), 'completed'])
      expect(finalSteps(job).map(({ stepId }) => stepId)).toEqual(['c'])
    }
  })

  it('saves the job once per batch of facts', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.plan()
    await platform.run()
    await platform.plan()
    await platform.run()
    const before = await platform.job()
    expect(platform.facts.length).toBe(3)
    await platform.plan()
    expect((await platform.job()).version).toBe(before.version + 1)
  })

  it('keeps outputs beyond 16 KB as blobs and hands them on as values', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => index)
    const platform = new TestPlatform(aDefinition([{ run: 'a -> b' }]), {
      a: () => ({ rows }),
      b: ({ results }) => ({ a: results.a ?? null }),
    })
    await platform.submit()
    const job = await platform.finish()
    expect([...platform.blobs.keys()]).toEqual(['outputs/a/job1/a/1-1.json', 'outputs/b/job1/b/1-1.json'])
    expect(await loadOutputs(platform.ports, job, finalSteps(job))).toEqual(new Map([['b', { a: { rows } }]]))
  })
})

describe('the results that a step is given', () => {
  it('do not hand out a second opinion under the name of a step that failed', async () => {
    const [a] = aPlan('a')
    if (a === undefined) throw new Error('one template')
    const definition = aDefinition([{ run: [a, { ...a, name: 'opinion' }] }, { run: 'b' }], {
      agents: { a: { onError: { kind: 'continue' }, retry: { ...defaultRetry, maxAttempts: 1 } } },
    })
    const platform = new TestPlatform(definition, {
      a: ({ stepId }) => (stepId === 'a' ? failure('BROKEN') : { from: stepId }),
      b: ({ results }) => results,
    })
    await platform.submit()
    const job = await platform.finish()
    expect((await loadOutputs(platform.ports, job, job.steps)).get('b')).toEqual({ opinion: { from: 'opinion' } })
  })
})

describe('an agent that fails', () => {
  it('is retried by its policy until it succeeds', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), {
      a: ({ attempt }) => (attempt < 3 ? failure('FLAKY') : { ok: true }),
    })
    await platform.submit()
    const job = await platform.finish()
    expect(job).toMatchObject({ status: 'completed', steps: [{ attempt: 3, failures: 2 }] })
    expect(job.finishedAt).toBe(1_000_000 + 1_000 + 2_000)
  })
})

describe('a step that cannot be given its input', () => {
  it('fails before it starts, naming the path, and its job with it', async () => {
    const [a, b] = aPlan('a -> b')
    if (a === undefined || b === undefined) throw new Error('two templates')
    const mapped = aDefinition([{ run: [a, { ...b, with: { rows: '${{ results.a.rows }}' } }] }])
    const platform = new TestPlatform(mapped, { a: () => ({ other: 1 }) })
    await platform.submit()
    const job = await platform.finish()
    expect(job.error).toMatchObject({
      code: 'MAPPING_MISSING',
      stepId: 'b',
      message: expect.stringContaining('results.a.rows'),
    })
    expect(platform.executed).toEqual(['a#1'])
  })
})

describe('a mapping', () => {
  it('reads a step that comes again under a number by its id', async () => {
    const [b] = aPlan('b')
    if (b === undefined) throw new Error('one template')
    const mapped = { ...b, with: { n: '${{ results["a-2"].n }}', text: 'n is ${{ prev_step["a-2"].n }}' } }
    const definition = aDefinition([{ run: 'a' }, { run: 'a' }, { run: [mapped] }])
    const platform = new TestPlatform(definition, {
      a: ({ stepId }) => ({ n: stepId === 'a' ? 1 : 2 }),
      b: ({ input }) => input,
    })
    await platform.submit()
    const job = await platform.finish()
    expect((await loadOutputs(platform.ports, job, job.steps)).get('b')).toEqual({ n: 2, text: 'n is 2' })
  })
})

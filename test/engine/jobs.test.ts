import { describe, expect, it } from 'vitest'
import { defaultRetry } from '../../src/core/retry.ts'
import { cancelJob, pauseJob, rerunEndedJob, resumeJob } from '../../src/engine/change-job.ts'
import { finalSteps, loadOutputs } from '../../src/engine/outputs.ts'
import { aDefinition, aPlan } from '../planner/a-plan.ts'
import { failure, TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])
const who = { jobId: 'job1', tenant: 'local' }

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

describe('a submit', () => {
  it('with a key that was used answers the same job', async () => {
    const platform = new TestPlatform(diamond)
    const first = await platform.submit({ idempotencyKey: 'order-7', input: { a: 1, b: 2 } })
    const again = await platform.submit({ idempotencyKey: 'order-7', input: { b: 2, a: 1 } })
    expect(again).toEqual(first)
    expect(first.jobId).toMatch(/^[a-z0-9]{25}$/)
  })

  it('with a key that was used for another payload is refused', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit({ idempotencyKey: 'order-7', input: 1 })
    await expect(platform.submit({ idempotencyKey: 'order-7', input: 2 })).rejects.toMatchObject({
      code: 'JOB_KEY_REUSED',
    })
  })

  it('with a key that was used for another payload leaves a large input of the first job as it is', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), { a: ({ input }) => input })
    const { jobId } = await platform.submit({ idempotencyKey: 'order-7', input: 'x'.repeat(20_000) })
    const other = platform.submit({ idempotencyKey: 'order-7', input: 'y'.repeat(20_000) })
    await expect(other).rejects.toMatchObject({ code: 'JOB_KEY_REUSED' })
    const done = await platform.finish(jobId)
    expect((await loadOutputs(platform.ports, done, done.steps)).get('a')).toBe('x'.repeat(20_000))
  })

  it('with an input that the schema rejects names every problem, and stores nothing', async () => {
    const inputSchema = {
      type: 'object',
      required: ['kind'],
      properties: { kind: { enum: ['full', 'quick'] }, n: { type: 'number' } },
    }
    const platform = new TestPlatform(aDefinition([{ run: 'a' }], { workflow: { inputSchema } }))
    const refused = platform.submit({ input: { kind: 'huge', n: 'x' } })
    await expect(refused).rejects.toMatchObject({
      code: 'JOB_INPUT_INVALID',
      findings: [
        { args: { path: 'input.kind', problem: expect.stringContaining('"full", "quick"') } },
        { args: { path: 'input.n' } },
      ],
    })
    expect(await platform.ports.store.loadJob('job1')).toBeUndefined()
  })

  it('of a workflow that does not exist names those that do', async () => {
    await expect(new TestPlatform(diamond).submit({ workflow: 'nightly' })).rejects.toMatchObject({
      code: 'WORKFLOW_NOT_FOUND',
    })
  })

  it('with a delay starts nothing before', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit({ delayMs: 90_000 })
    const job = await platform.finish()
    expect(job).toMatchObject({ status: 'completed', startedAt: 1_090_000 })
  })

  it('with a delay beyond its deadline fails at the deadline', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    await platform.submit({ delayMs: 3_600_000, deadlineMs: 60_000 })
    const job = await platform.finish()
    expect(job).toMatchObject({ status: 'failed', error: { code: 'JOB_DEADLINE_EXCEEDED' }, finishedAt: 1_060_000 })
  })

  it('keeps an input beyond 16 KB as a blob', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), { a: ({ input }) => input })
    const text = 'x'.repeat(20_000)
    const job = await platform.submit({ input: { text } })
    expect(job.input).toEqual({ blob: `inputs/job1/${job.payloadHash}.json`, bytes: 20_011 })
    const done = await platform.finish()
    expect((await loadOutputs(platform.ports, done, done.steps)).get('a')).toEqual({ text })
  })
})

describe('what people do to a job', () => {
  it('cancel is visible in the next read, and ends the job with the next plan', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.plan()
    await cancelJob(platform.ports, who)
    expect((await platform.job()).cancelRequestedAt).toBe(platform.now)
    await platform.plan()
    expect(await platform.job()).toMatchObject({ status: 'cancelled' })
    expect(platform.aborted).toEqual(['a#1'])
  })

  it('cancel, pause and resume of an ended job are refused', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.finish()
    for (const act of [cancelJob, pauseJob, resumeJob]) {
      await expect(act(platform.ports, who)).rejects.toMatchObject({ code: 'JOB_TERMINAL' })
    }
  })

  it('a job of another tenant is not found, word for word as one that does not exist', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    const foreign = await cancelJob(platform.ports, { jobId: 'job1', tenant: 'other' }).catch((error: Error) => error)
    expect(foreign).toMatchObject({ code: 'JOB_NOT_FOUND', message: 'Job job1 does not exist' })
  })

  it('of two reruns at once one wins, and the other finds the job running', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), { a: () => failure('BAD', 'bad', false) })
    await platform.submit()
    await platform.finish()
    const both = await Promise.allSettled([rerunEndedJob(platform.ports, who), rerunEndedJob(platform.ports, who)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'JOB_NOT_TERMINAL' } })
  })

  it('a rerun keeps good results and hands them to the steps it repeats', async () => {
    let broken = true
    const platform = new TestPlatform(aDefinition([{ run: 'a -> b' }]), {
      a: () => ({ rows: 3 }),
      b: ({ results }) => (broken ? failure('BAD', 'bad', false) : { saw: results.a ?? null }),
    })
    await platform.submit()
    await platform.finish()
    broken = false
    await rerunEndedJob(platform.ports, who)
    const job = await platform.finish()
    expect(platform.executed).toEqual(['a#1', 'b#1', 'b#1'])
    expect((await loadOutputs(platform.ports, job, job.steps)).get('b')).toEqual({ saw: { rows: 3 } })
  })
})

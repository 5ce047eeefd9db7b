import { describe, expect, it } from 'vitest'
import { loadOutputs } from '../../src/engine/outputs.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])

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

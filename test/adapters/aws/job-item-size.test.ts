import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Item } from '../../../src/adapters/aws/attribute-values.ts'
import { binary, number, text } from '../../../src/adapters/aws/attribute-values.ts'
import { itemBytes } from '../../../src/adapters/aws/item-size.ts'
import { inputItem, jobItem, readJobItem, withInput } from '../../../src/adapters/aws/job-item.ts'
import type { Job } from '../../../src/core/job.ts'
import { aJob, aStep, builtAt } from '../../builders.ts'
import { sixteenStepHistory } from '../../sixteen-steps.ts'

/** Beyond, every save costs a second write unit. */
const oneUnit = 1_024

describe('the item of a job with 16 steps', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('costs one write unit at each of its saves (history %i)', (seed) => {
    const sizes = sixteenStepHistory(seed).map((job) => itemBytes(jobItem(job, 30)))
    expect(sizes.length).toBeGreaterThan(12)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(oneUnit)
  })

  it('costs one write unit while all 16 run at the same time', () => {
    const ended = sixteenStepHistory(1).at(-1) as Job
    const steps = ended.steps.map(({ stepId, rule }, index) => {
      const token = Buffer.from(Array.from({ length: 24 }, (_, at) => (at * 37 + index * 101) % 256))
      const times = { startedAt: builtAt + 300, leaseUntil: builtAt + 90_300 }
      return aStep({ stepId, rule, status: 'running', attempt: 1, token: token.toString('base64url'), ...times })
    })
    const { finishedAt: _finished, ...open } = ended
    const job: Job = { ...open, status: 'running', steps, wakeAt: builtAt + 90_300 }
    expect(itemBytes(jobItem(job, 30))).toBeLessThanOrEqual(oneUnit)
  })

  it('is read back exactly', () => {
    for (const job of sixteenStepHistory(3)) expect(throughItem(job)).toStrictEqual(job)
  })
})

describe('the item of a job', () => {
  it('does not grow with an input that has an item of its own', () => {
    const small = aJob({ input: { json: 'x', bytes: 3 } })
    const large = aJob({ input: { json: 'x'.repeat(9_000), bytes: 9_002 } })
    expect(itemBytes(jobItem(large, undefined))).toBeLessThan(itemBytes(jobItem(small, undefined)) + 10)
    expect(inputItem(small, undefined)).toBeUndefined()
    expect(throughItem(large)).toStrictEqual(large)
  })

  it('takes 1,000 steps with large readings far below 400 KB', () => {
    const steps = Array.from({ length: 1_000 }, (_, index) => aStep({ stepId: `step-${index}`, attempt: 1 }))
    const read = Array.from({ length: 20 }, (_, index) => [`input.p${index}`, 'y'.repeat(200)] as const)
    const rules = steps
      .slice(0, 50)
      .map(() => ({ verdict: true, decidedAt: builtAt, read, missing: [], planned: true }))
    const job = aJob({ steps, rules })
    expect(itemBytes(jobItem(job, undefined))).toBeLessThan(20_000)
    expect(throughItem(job)).toStrictEqual(job)
  })

  it('is refused beyond 400 KB, with its size', () => {
    const labels = { noise: noise(500_000) }
    const tooLarge = { code: 'STORE_TOO_LARGE', retryable: false, hint: expect.stringContaining('Make it smaller') }
    expect(() => jobItem(aJob({ labels }), undefined)).toThrow(
      /^Job job1 has 5\d{5} bytes; the store holds at most 409600$/,
    )
    expect(thrownBy(() => jobItem(aJob({ labels }), undefined))).toMatchObject(tooLarge)
  })

  it('is refused with its input, when that does not fit into an item', () => {
    const json = noise(500_000)
    const job = aJob({ input: { json, bytes: 700_000 } })
    expect(() => inputItem(job, undefined)).toThrow(/^Input of job job1 has 5\d{5} bytes/)
    const long = aJob({ input: { json: 'x'.repeat(17_000_000), bytes: 17_000_002 } })
    expect(() => inputItem(long, undefined)).toThrow(
      'Input of job job1 has 17000002 bytes; the store holds at most 16777216',
    )
  })
})

/** Text that no compression shortens to less than this. */
function noise(bytes: number): string {
  return randomBytes(bytes).toString('base64')
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (thrown) {
    return thrown
  }
  throw new Error('it was taken')
}

describe('the size of an item', () => {
  it.each<[string, Item, number]>([
    ['a text in UTF-8, with its name', { name: text('Zoë') }, 4 + 4],
    ['bytes', { d: binary(new Uint8Array(10)) }, 1 + 10],
    ['a number by pairs of its significant digits', { n: number(1_700_000_000_000) }, 1 + 1 + 1],
    ['a number with many digits', { n: number(1_234_567_890_123) }, 1 + 1 + 7],
    ['a negative number', { n: number(-123) }, 1 + 1 + 2 + 1],
    ['nothing but zero', { n: number(0) }, 1 + 1],
  ])('counts %s', (_what, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes)
  })
})

function throughItem(job: Job): Job {
  return withInput(readJobItem(job.jobId, jobItem(job, undefined)), inputItem(job, undefined))
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CompactJob, compactJob, expandJob } from '../../src/core/compact-job.ts'
import { compactPart, expandParts } from '../../src/core/compact-plan.ts'
import type { Step } from '../../src/core/step.ts'
import { aJob, aStep } from '../builders.ts'
import { sixteenStepHistory } from '../sixteen-steps.ts'
import { anyJob, jobParts, stepParts } from './any-job.ts'

describe('a compact job', () => {
  it('gives back any job exactly, also after its fields went through JSON', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        expect(expandJob(job.jobId, throughJson(compactJob(job)))).toStrictEqual(job)
      }),
      { numRuns: 300 },
    )
  })

  it('is tried with jobs that have, and lack, every field a job and a step can have', () => {
    const jobs = fc.sample(anyJob, { numRuns: 500, seed: 1 })
    const steps = jobs.flatMap((job) => job.steps)
    for (const name of Object.keys(jobParts))
      expect(
        jobs.some((job) => name in job),
        name,
      ).toBe(true)
    for (const name of Object.keys(stepParts))
      expect(
        steps.some((step) => name in step),
        name,
      ).toBe(true)
    expect(jobs.some((job) => Object.hasOwn(job.labels, '__proto__'))).toBe(true)
    expect(jobs.some((job) => job.finishedAt === undefined && job.wakeAt === undefined)).toBe(true)
  })

  it('gives back a step that is unusual in one thing only', () => {
    const usual = aStep({ status: 'completed' })
    const unusual: Partial<Step>[] = [
      { template: 'other' },
      { kind: 'wait' },
      { agent: 'other' },
      { join: 'all' },
      { failures: 1 },
      { crashes: 1 },
      { interruptions: 1 },
      { dueAt: 5 },
      { error: { code: 'STEP_FAILED', message: 'broken' } },
      { tolerated: true },
      { fellBackFrom: 'other' },
      { cause: { kind: 'jobCancelled' } },
      { result: { agent: 'other', epoch: 1, attempt: 0, bytes: 3 } },
    ]
    for (const one of unusual) {
      const job = aJob({ steps: [{ ...usual, ...one }] })
      expect(expandJob('job1', throughJson(compactJob(job))), JSON.stringify(one)).toStrictEqual(job)
    }
  })

  it('gives back its plan also when that is kept apart, in parts of any size', () => {
    fc.assert(
      fc.property(anyJob, fc.integer({ min: 1, max: 4 }), (job, size) => {
        const count = Math.ceil(job.steps.length / size)
        const parts = Array.from({ length: count }, (_, part) => compactPart(job, part * size, (part + 1) * size))
        const kept = parts.map(({ steps, bytes }) => ({ steps: JSON.parse(JSON.stringify(steps)), bytes }))
        expect(expandParts(kept, job)).toStrictEqual(job.steps)
      }),
      { numRuns: 200 },
    )
  })

  it('gives back each job of a realistic history', () => {
    for (const job of sixteenStepHistory(1)) {
      expect(expandJob(job.jobId, throughJson(compactJob(job)))).toStrictEqual(job)
    }
  })

  it('is less than a quarter of the job as JSON, once the plan is there', () => {
    for (const job of sixteenStepHistory(2).filter(({ steps }) => steps.length === 16)) {
      const { fields, bytes } = compactJob(job)
      expect(JSON.stringify(fields).length + bytes.length).toBeLessThan(JSON.stringify(job).length / 4)
    }
  })

  it('keeps of an input that is kept elsewhere its size', () => {
    const record = { ...aJob(), input: { bytes: 7_000 } }
    expect(expandJob('job1', throughJson(compactJob(record)))).toStrictEqual(record)
  })

  it('keeps hashes and tokens as bytes', () => {
    const token = Buffer.alloc(24, 7).toString('base64url')
    const job = aJob({ definitionHash: 'ab'.repeat(32), payloadHash: 'cd'.repeat(32), steps: [aStep({ token })] })
    const { fields, bytes } = compactJob(job)
    expect(bytes).toHaveLength(32 + 32 + 24)
    expect(JSON.stringify(fields)).not.toContain(token)
  })

  it('throws when bytes are missing', () => {
    const { fields, bytes } = compactJob(aJob({ definitionHash: 'ab'.repeat(32) }))
    expect(() => expandJob('job1', { fields, bytes: bytes.subarray(1) })).toThrow(RangeError)
  })
})

function throughJson({ fields, bytes }: CompactJob): CompactJob {
  return { fields: JSON.parse(JSON.stringify(fields)) as CompactJob['fields'], bytes: Uint8Array.from(bytes) }
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Job } from '../../../src/core/job.ts'
import { aClaim, aJob, anAttempt, aStep, builtAt } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

/** Signs that some layer might escape, cut or fold. */
const awkwardSign = fc.constantFrom(...'aZ0"\'\\\n\u0000é東', '🎭', '\ud800', '\u2028')

export function valueCases(store: CurrentStore): void {
  it('gives back any JSON value unchanged', async () => {
    let count = 0
    const json = fc.jsonValue({ maxDepth: 3, stringUnit: awkwardSign })
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const expected = JSON.parse(JSON.stringify(value))
        const job = aJob({ jobId: `job${++count}`, input: { json: expected, bytes: 1 } })
        await store().createJob(job)
        expect(await store().loadJob(job.jobId)).toEqual(job)
      }),
      { numRuns: 50 },
    )
  })

  it.each(['Zoë 🎭 東京', 'a\u0000b', 'quote " \' ; DROP TABLE jobs', '\ud800 alone', '%_\\'])(
    'keeps the text %j in input, label and name, and finds by it',
    async (text) => {
      const job = aJob({ workflow: text, labels: { [text]: text }, input: { json: text, bytes: 1 } })
      await store().createJob(job)
      expect(await store().loadJob('job1')).toEqual(job)
      const query = { tenant: 'default', workflow: text, label: { name: text, value: text }, limit: 5 }
      expect((await store().listJobs(query)).jobs).toEqual([listed(job)])
    },
  )

  it('keeps inputs and outputs far beyond 16 KB', async () => {
    const large = { json: 'ü'.repeat(300_000), bytes: 600_002 }
    await store().createJob(aJob({ input: large }))
    await store().claimResult(aClaim())
    const outcome = { status: 'completed', output: large } as const
    await store().recordResult({ ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt })
    expect((await store().loadJob('job1'))?.input).toEqual(large)
    expect((await store().loadResults([anAttempt()]))[0]?.output).toEqual(large)
  })

  it('keeps a large input through saves, and lists its job', async () => {
    const text = Array.from({ length: 1_500 }, (_, index) => index).join(' ')
    const job = aJob({ input: { json: { text }, bytes: text.length + 11 } })
    await store().createJob(job)
    const saved = { ...job, version: 2, status: 'running' as const }
    expect(await store().saveJob(saved)).toBe(true)
    expect(await store().loadJob('job1')).toEqual(saved)
    expect(await store().listJobs({ tenant: 'default', limit: 5 })).toEqual({ jobs: [listed(saved)] })
    expect(await store().createJob(job)).toEqual({ created: false, existing: saved })
  })

  it('keeps a job of 1,000 steps', async () => {
    const steps = Array.from({ length: 1_000 }, (_, index) =>
      aStep({ stepId: `step-${index}`, needs: index === 0 ? [] : [`step-${index - 1}`], token: 'x'.repeat(32) }),
    )
    await store().createJob(aJob())
    expect(await store().saveJob(aJob({ version: 2, steps }))).toBe(true)
    expect(await store().loadJob('job1')).toEqual(aJob({ version: 2, steps }))
  })

  it('keeps a large plan whose steps change one by one', async () => {
    let steps = Array.from({ length: 100 }, (_, index) => aStep({ stepId: `step-${index}`, status: 'pending' }))
    await store().createJob(aJob())
    for (let version = 2; version < 12; version++) {
      steps = steps.with(version, aStep({ stepId: `step-${version}`, status: 'running', token: 'x'.repeat(32) }))
      steps = steps.with(
        version - 1,
        aStep({ stepId: `step-${version - 1}`, status: 'completed', finishedAt: version }),
      )
      await store().saveJob(aJob({ version, steps }))
      expect(await store().loadJob('job1')).toEqual(aJob({ version, steps }))
    }
  })

  it('keeps a payload that is a blob reference', async () => {
    const job = aJob({ input: { blob: 'inputs/job1', bytes: 70_000 } })
    await store().createJob(job)
    expect(await store().loadJob('job1')).toEqual(job)
  })
}

/** A list need not have inputs. */
function listed({ input: _input, ...job }: Job): unknown {
  return expect.objectContaining(job)
}

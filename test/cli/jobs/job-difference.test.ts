import { describe, expect, test } from 'vitest'
import { jobDifference, renderJobDifference } from '../../../src/cli/jobs/job-difference.ts'
import { aWireJob, aWireStep } from './wire-builders.ts'

const look = { width: 100, color: false, tabs: false }
const rule = { name: 'full', condition: `input.kind == 'full'`, verdict: true, reason: 'true: input.kind is "full"' }

describe('job difference', () => {
  test('puts input, verdicts, steps and result of two jobs beside each other', () => {
    const before = aWireJob({
      status: 'completed',
      input: { kind: 'full', rows: [1, 2] },
      result: { total: 3 },
      plan: { rules: [rule], complete: true },
      steps: [aWireStep({ stepId: 'clean', rule: 'full', status: 'completed', attempt: 1, executionTimeMs: 1_200 })],
    })
    const after = aWireJob({
      jobId: 'job2',
      status: 'failed',
      input: { kind: 'quick', rows: [1, 2] },
      error: { code: 'BAD', message: 'no rows' },
      plan: { rules: [{ ...rule, verdict: false, reason: 'false: input.kind is "quick"' }], complete: true },
      steps: [aWireStep({ stepId: 'report', rule: 'full', status: 'failed', attempt: 3 })],
    })
    const lines = renderJobDifference(jobDifference(before, after), look)
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "job:
        job.status
          - "completed"
          + "failed"
        job.error
          + {"code":"BAD","message":"no rows"}
      input:
        input.kind
          - "full"
          + "quick"
      rules:
        full
          - true: input.kind is "full"
          + false: input.kind is "quick"
         step    job1                job2
      ≠  clean   completed in 1.2 s  not in the plan
      ≠  report  not in the plan     failed, attempt 3
      result:
        result
          - {"total":3}"
    `)
  })

  test('says that two jobs are the same when only their times differ', () => {
    const step = aWireStep({ stepId: 'a', status: 'completed', attempt: 1, executionTimeMs: 10 })
    const before = aWireJob({ status: 'completed', result: 1, steps: [step] })
    const after = { ...before, jobId: 'job2', steps: [{ ...step, executionTimeMs: 20 }] }
    const lines = renderJobDifference(jobDifference(before, after), look)
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "job: the same
      input: the same
      rules: the same
         step  job1                job2
         a     completed in 10 ms  completed in 20 ms
      result: the same"
    `)
  })

  test('shows at most 40 places of one value and says how many more there are', () => {
    const rows = Array.from({ length: 50 }, (_, index) => index)
    const before = aWireJob({ input: rows })
    const after = aWireJob({ input: rows.map((row) => row + 100) })
    expect(renderJobDifference(jobDifference(before, after), look).join('\n')).toContain('… 10 more places')
  })
})

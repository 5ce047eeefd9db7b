import { describe, expect, test } from 'vitest'
import type { JobSummary } from '../../../src/api/contract.ts'
import { jobRows } from '../../../src/cli/jobs/list-jobs.ts'
import { at, aWireJob, start } from './wire-builders.ts'

function aSummary(overrides: Partial<JobSummary>): JobSummary {
  const { input: _input, plan: _plan, steps: _steps, result: _result, ...common } = aWireJob()
  return { ...common, stepCounts: {}, ...overrides }
}

const jobs = [
  aSummary({ jobId: 'b', status: 'running', stepCounts: { completed: 2, skipped: 1, running: 1, pending: 2 } }),
  aSummary({ jobId: 'aaaa', status: 'completed', finishedAt: at(61_000), labels: { team: 'sales', run: '7' } }),
]

describe('list of jobs', () => {
  test('stands in columns on a terminal', () => {
    const [heading, first, second] = jobRows({ jobs }, { width: 100, color: false, tabs: false }, start + 1_500)
    expect(heading).toMatch(/^JOB {3}STATUS {7}WORKFLOW {2}CREATED {14}TOOK {5}STEPS {2}LABELS$/)
    expect(first).toMatch(/^b {5}● running {4}default {3}\d{4}-\d\d-\d\d \d\d:\d\d:00 {2}1.5 s {4}3\/6$/)
    expect(second).toMatch(/^aaaa {2}✓ completed {2}default {3}.* {2}1 m 1 s {2}0\/0 {4}team=sales,run=7$/)
  })

  test('is cut at the edge of the terminal', () => {
    for (const line of jobRows({ jobs }, { width: 20, color: false, tabs: false }, start)) {
      expect(line.length).toBeLessThanOrEqual(20)
    }
  })

  test('is separated by tabs for other programs, with ISO instants and without a heading', () => {
    const look = { width: 10, color: false, tabs: true }
    expect(jobRows({ jobs }, look, start + 1_500)).toEqual([
      `b\trunning\tdefault\t${at(0)}\t1.5 s\t3/6\t`,
      `aaaa\tcompleted\tdefault\t${at(0)}\t1 m 1 s\t0/0\tteam=sales,run=7`,
    ])
  })

  test('is empty when there are none', () => {
    expect(jobRows({ jobs: [] }, { width: 80, color: false, tabs: false }, start)).toEqual([])
  })
})

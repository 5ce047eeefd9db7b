import { expect, it } from 'vitest'
import { outline } from '../../e2e/outline.ts'
import type { Job, Step } from '../../src/api/contract.ts'

function aStep(step: Partial<Step> & Pick<Step, 'stepId' | 'status'>): Step {
  return { rule: 'rule-1', kind: 'agent', attempt: 1, needs: [], ...step }
}

const at = '2026-11-21T09:00:00.000Z'
const job: Job = {
  ...{ jobId: 'j1', workflow: 'default', status: 'failed', createdAt: at, updatedAt: at, version: 9, epoch: 1 },
  ...{ labels: {}, priority: 'normal', definition: 'd', input: {}, plan: { rules: [], complete: true } },
  error: { code: 'STEP_FAILED', message: 'broken failed' },
  steps: [
    aStep({ stepId: 'start', status: 'completed' }),
    aStep({ stepId: 'other', status: 'completed', attempt: 2, fellBackFrom: 'first' }),
    aStep({ stepId: 'broken', status: 'failed', attempt: 3, error: { code: 'STEP_FAILED', message: 'no' } }),
    aStep({ stepId: 'last', status: 'skipped', attempt: 0 }),
  ],
}

it('a job’s outline says what became of each step, and nothing that differs between two runs', () => {
  const steps =
    'start completed, other completed at attempt 2 instead of first, broken failed STEP_FAILED at attempt 3, last skipped'
  expect(outline(job)).toBe(`failed STEP_FAILED: ${steps}`)
  expect(outline({ ...job, jobId: 'j2', createdAt: '2026-11-22T09:00:00.000Z' })).toBe(outline(job))
})

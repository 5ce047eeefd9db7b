import { describe, expect, it } from 'vitest'
import type { AttemptResult } from '../../src/core/result.ts'
import { jobEvents } from '../../src/planner/job-events.ts'
import { rerunJob } from '../../src/planner/rerun-job.ts'
import { aResult } from '../builders.ts'
import { aDefinition, aPlan } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

const definition = aDefinition([{ run: 'a -> b' }])

function attempt(stepId: string, result: Partial<AttemptResult>): AttemptResult {
  return aResult({ stepId, agent: stepId, epoch: 1, attempt: 1, status: 'completed', startedAt: 1_000_000, ...result })
}

function told(job: PlannedJob, results: readonly AttemptResult[]): string[] {
  return jobEvents(job.job, results).map(({ eventType, stepId = '', attempt: number = '' }) =>
    `${eventType} ${stepId} ${number}`.trim(),
  )
}

describe('the history of a job', () => {
  it('puts what happens within one millisecond in the order it happened', () => {
    const job = new PlannedJob(definition, {}, { createdAt: 1_000_000 }).decide().complete('a').complete('b')
    const at = { finishedAt: 1_000_000 }
    expect(told(job, [attempt('a', at), attempt('b', at)])).toEqual([
      'job.submitted',
      'job.started',
      'step.started a 1',
      'step.completed a 1',
      'step.started b 1',
      'step.completed b 1',
      'job.completed',
    ])
  })

  it('tells of an attempt that ended without a result, once it was given up', () => {
    const job = new PlannedJob(definition, {}, { createdAt: 1_000_000 }).decide()
    const { finishedAt: _none, ...silent } = attempt('a', { status: 'running' })
    expect(told(job, [silent])).not.toContain('step.failed a 1')
    job.interrupt('a')
    expect(told(job, [silent]), 'its instant is not certain yet').not.toContain('step.failed a 1')
    const again = attempt('a', { attempt: 2, status: 'running', startedAt: 1_000_500 })
    const { finishedAt: _neither, ...running } = again
    expect(told(job, [silent, running]).slice(2)).toEqual(['step.started a 1', 'step.failed a 1', 'step.retried a 2'])
    const lost = jobEvents(job.job, [silent, running]).find(({ eventType }) => eventType === 'step.failed')
    job.complete('a').after(1_000)
    expect(
      jobEvents(job.job, [silent, attempt('a', { ...again, finishedAt: 1_002_000, status: 'completed' })]),
    ).toContainEqual(lost)
  })

  it('leaves a step that a rerun kept in the epoch in which it ended', () => {
    const [a, b] = aPlan('a -> b')
    if (a === undefined || b === undefined) throw new Error('two templates')
    const skipping = aDefinition([{ run: [{ ...a, when: 'input.x == 1' }, b] }])
    const job = new PlannedJob(skipping).decide().complete('b')
    job.job = rerunJob(skipping, job.job, { fromStep: 'b', now: job.now })
    job.now += 10
    job.decide()
    const skipped = jobEvents(job.job, []).find(({ eventType }) => eventType === 'step.skipped')
    expect(skipped).toMatchObject({ stepId: 'a', epoch: 1 })
  })
})

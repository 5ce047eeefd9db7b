import { expect } from 'vitest'
import type { Job } from '../../src/core/job.ts'
import type { AttemptResult } from '../../src/core/result.ts'
import type { Step } from '../../src/core/step.ts'

const needs: Record<string, readonly string[]> = {
  start: [],
  left: ['start'],
  middle: ['start'],
  right: ['start'],
  finish: ['left', 'middle', 'right'],
}

export const diamondAgents: readonly string[] = Object.keys(needs)

/** A job of the project `diamond` came to its end, each step recorded once, and none before what it needs. */
export function checkDiamondJob(job: Job, results: readonly AttemptResult[]): void {
  expect(job.status, job.jobId).toBe('completed')
  expect(job.steps.map(({ stepId, status }) => `${stepId} ${status}`)).toEqual(
    Object.keys(needs).map((stepId) => `${stepId} completed`),
  )
  const counted = new Map(job.steps.map((step) => [step.stepId, resultOf(step, results)]))
  for (const { stepId } of job.steps) {
    const result = counted.get(stepId)
    const saw = result?.output !== undefined && 'json' in result.output ? result.output.json : undefined
    expect(saw).toMatchObject({ saw: [...(needs[stepId] ?? [])].sort() })
    for (const need of needs[stepId] ?? []) {
      expect(result?.startedAt, `${job.jobId} ${stepId} after ${need}`).toBeGreaterThanOrEqual(
        counted.get(need)?.finishedAt ?? Infinity,
      )
    }
  }
}

/** The one result that counts: the completed attempt that the job points at. */
function resultOf(step: Step, results: readonly AttemptResult[]): AttemptResult | undefined {
  return results.find(({ stepId, attempt, status }) => {
    return stepId === step.stepId && attempt === step.result?.attempt && status === 'completed'
  })
}

/** Where no attempt is started twice, no work is done twice either. */
export function checkRecordedOnce(job: Job, results: readonly AttemptResult[]): void {
  for (const { stepId } of job.steps) {
    const recorded = results.filter((result) => result.stepId === stepId && result.status === 'completed')
    expect(recorded.length, `${job.jobId} ${stepId} is recorded once`).toBe(1)
  }
}

import { expect } from 'vitest'
import type { Job } from '../../src/core/job.ts'
import type { AttemptResult } from '../../src/core/result.ts'

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
  for (const step of job.steps) {
    const recorded = results.filter((result) => result.stepId === step.stepId && result.status === 'completed')
    expect(recorded.length, `${job.jobId} ${step.stepId} is recorded once`).toBe(1)
    const [result] = recorded
    expect(result?.attempt).toBe(step.result?.attempt)
    const saw = result?.output !== undefined && 'json' in result.output ? result.output.json : undefined
    expect(saw).toMatchObject({ saw: [...(needs[step.stepId] ?? [])].sort() })
    for (const need of needs[step.stepId] ?? []) {
      const before = results.find((other) => other.stepId === need && other.status === 'completed')
      expect(result?.startedAt, `${job.jobId} ${step.stepId} after ${need}`).toBeGreaterThanOrEqual(
        before?.finishedAt ?? Infinity,
      )
    }
  }
}

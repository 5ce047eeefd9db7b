import { describe, expect, test } from 'vitest'
import type { JobEvent } from '../../../src/api/contract.ts'
import { eventLine, newsLines, newVerdicts, verdictLine } from '../../../src/cli/jobs/event-line.ts'
import { jobEventTypes } from '../../../src/planner/job-events.ts'
import { aWireEvent, aWireJob, aWireStep } from './wire-builders.ts'

const noon = new Date(2026, 0, 2, 12, 3, 4, 123).toISOString()

function line(event: Parameters<typeof aWireEvent>[0], job = aWireJob()): string {
  return eventLine(aWireEvent({ at: noon, ...event }), job)
}

describe('event line', () => {
  test('begins with the local time of day', () => {
    const event = { eventType: 'step.completed', stepId: 'trend', executionTimeMs: 1_200 } as const
    expect(line(event)).toBe('12:03:04.123 trend completed in 1.2 s')
  })

  test('tells a failure with the message that the job keeps', () => {
    const error = { code: 'BAD_ROWS', message: 'no rows' }
    const job = aWireJob({ error, steps: [aWireStep({ stepId: 'trend', error })] })
    const failed = { eventType: 'step.failed', stepId: 'trend', attempt: 2, executionTimeMs: 30 } as const
    expect(line({ ...failed, code: 'BAD_ROWS' }, job)).toBe(
      '12:03:04.123 trend attempt 2 failed after 30 ms: BAD_ROWS: no rows',
    )
    expect(line({ ...failed, code: 'OTHER' }, job)).toMatch(/: OTHER$/)
    expect(line({ eventType: 'step.failed', stepId: 'trend', attempt: 1 }, job)).toMatch(
      /trend attempt 1 failed: it recorded no result$/,
    )
    expect(line({ eventType: 'job.failed', code: 'BAD_ROWS' }, job)).toMatch(/job failed: BAD_ROWS: no rows$/)
  })

  test('tells a skip with its cause', () => {
    const cause = { kind: 'needs', reason: 'needs b, which is failed' } as const
    const job = aWireJob({ steps: [aWireStep({ stepId: 'c', status: 'skipped', cause })] })
    const skipped = { eventType: 'step.skipped', stepId: 'c', code: 'needs' } as const
    expect(line(skipped, job)).toMatch(/c skipped: needs b, which is failed$/)
  })

  test.each(jobEventTypes)('has words for %s', (eventType) => {
    expect(line({ eventType, stepId: 'a', attempt: 2, code: 'X' })).toMatch(/^12:03:04\.123 a \w/)
  })

  test('tells each verdict once, and again in the next epoch', () => {
    const rule = { name: 'doubtful', condition: 'x', verdict: null, reason: 'not decided yet' }
    const open = aWireJob({ plan: { rules: [rule], complete: false } })
    const decided = aWireJob({ plan: { rules: [{ ...rule, verdict: false, reason: 'false' }], complete: true } })
    expect(newVerdicts(undefined, open)).toEqual([])
    expect(newVerdicts(open, decided).map(verdictLine)).toEqual(['             rule doubtful: false'])
    expect(newVerdicts(decided, decided)).toEqual([])
    expect(newVerdicts(decided, { ...decided, epoch: 2 })).toHaveLength(1)
  })

  test('puts a verdict behind what it was decided by, and in front of what it lets happen', () => {
    const rule = { name: 'doubtful', condition: 'x', verdict: true, reason: 'true' }
    const job = aWireJob({ plan: { rules: [rule], complete: true } })
    const ended = aWireEvent({ eventType: 'step.completed', stepId: 'trend' })
    const begun = aWireEvent({ eventType: 'step.started', stepId: 'opinion' })
    const told = (events: JobEvent[]) => newsLines(undefined, { job, events }).map((text) => text.slice(13))
    expect(told([ended, begun])).toEqual(['trend completed', 'rule doubtful: true', 'opinion started'])
    expect(told([ended])).toEqual(['trend completed', 'rule doubtful: true'])
  })
})

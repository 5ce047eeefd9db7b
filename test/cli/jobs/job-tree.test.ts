import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderJobTree } from '../../../src/cli/jobs/job-tree.ts'
import { displayWidth } from '../../../src/cli/terminal/display-width.ts'
import { stepStatuses } from '../../../src/core/status.ts'
import { at, aWireJob, aWireStep, start } from './wire-builders.ts'

const look = { width: 100, height: 40, color: false, now: start + 4_200 }

function tree(job: Parameters<typeof renderJobTree>[0], overrides: Partial<typeof look> = {}): string {
  return renderJobTree(job, { ...look, ...overrides }).join('\n')
}

describe('job tree', () => {
  test('shows rules as headings and under them each step with status, time and what there is to say', () => {
    const job = aWireJob({
      steps: [
        aWireStep({ stepId: 'cleaner', status: 'completed', attempt: 1, startedAt: at(0), finishedAt: at(1_200) }),
        aWireStep({
          stepId: 'trend',
          status: 'running',
          attempt: 2,
          startedAt: at(1_250),
          progress: { fraction: 0.4, text: 'month 12 of 30', at: at(4_000) },
        }),
        aWireStep({
          stepId: 'forecast',
          attempt: 1,
          startedAt: at(1_250),
          dueAt: at(6_900),
          error: { code: 'UPSTREAM_THROTTLED', message: 'try later' },
        }),
        aWireStep({ stepId: 'report', needs: ['cleaner', 'trend', 'forecast'] }),
        aWireStep({ stepId: 'pause', rule: 'later', kind: 'wait', status: 'waiting', dueAt: at(604_200) }),
        aWireStep({ stepId: 'opinion', rule: 'later', agent: 'trend', needs: ['pause'] }),
      ],
    })
    expect(tree(job)).toMatchInlineSnapshot(`
      "● running  job job1  default  4.2 s
      rule all  always true
        ✓ completed cleaner             1.2 s
        ● running   trend                 3 s  attempt 2  40 %  month 12 of 30
        ○ pending   forecast              3 s  tries again in 3 s after UPSTREAM_THROTTLED: try later
        ○ pending   report                     waits for trend, forecast
      rule later  always true
        ◔ waiting   pause                      10 m to wait
        ○ pending   opinion (trend)            waits for pause"
    `)
  })

  test('says what language models cost the job and each step', () => {
    const cost = { requests: 1, inputTokens: 900, outputTokens: 80 }
    const job = aWireJob({
      cost: { ...cost, microUsd: 'unknown' },
      steps: [
        aWireStep({ stepId: 'writer', status: 'completed', cost: { ...cost, microUsd: 4_500 } }),
        aWireStep({ stepId: 'reviewer', status: 'completed', cost: { ...cost, microUsd: 0, simulated: true } }),
      ],
    })
    expect(tree(job)).toMatchInlineSnapshot(`
      "● running  job job1  default  4.2 s  cost unknown
      rule all  always true
        ✓ completed writer              0.0045 USD
        ✓ completed reviewer            0.00 USD, simulated"
    `)
  })

  test('says that a job is paused while it is, not of a paused job that was cancelled', () => {
    expect(tree(aWireJob({ pausedAt: at(1_000) }))).toContain('paused')
    expect(tree(aWireJob({ pausedAt: at(1_000), status: 'cancelled', finishedAt: at(2_000) }))).not.toContain('paused')
  })

  test('shows how steps end: failed, tolerated, skipped and cancelled with their cause, carried out by the fallback', () => {
    const error = { code: 'BAD_ROWS', message: 'no rows' }
    const job = aWireJob({
      status: 'failed',
      finishedAt: at(3_000),
      epoch: 2,
      error: { ...error, stepId: 'b', hint: 'Give it rows' },
      steps: [
        aWireStep({ stepId: 'a', status: 'failed', attempt: 3, tolerated: true, error }),
        aWireStep({ stepId: 'b', status: 'failed', attempt: 1, error }),
        aWireStep({ stepId: 'c', status: 'skipped', cause: { kind: 'jobFailed', reason: 'step b failed' } }),
        aWireStep({ stepId: 'd', status: 'cancelled', cause: { kind: 'jobCancelled', reason: 'job was cancelled' } }),
        aWireStep({ stepId: 'e', agent: 'e2', status: 'completed', attempt: 2, fellBackFrom: 'e1' }),
      ],
    })
    expect(tree(job)).toMatchInlineSnapshot(`
      "✗ failed  job job1  default  3 s  epoch 2
      rule all  always true
        ✗ failed    a                 attempt 3  BAD_ROWS: no rows (the job goes on)
        ✗ failed    b                 BAD_ROWS: no rows
        – skipped   c                 step b failed
        ⊘ cancelled d                 job was cancelled
        ✓ completed e (e2)            attempt 2  after e1 failed
      BAD_ROWS: no rows
      Give it rows"
    `)
  })

  test('says that a job is paused or is being cancelled', () => {
    const steps = [aWireStep({ stepId: 'a' })]
    expect(tree(aWireJob({ steps, pausedAt: at(1) }))).toContain('paused')
    expect(tree(aWireJob({ steps, cancelRequestedAt: at(1) }))).toContain('is being cancelled')
    expect(tree(aWireJob({ steps, status: 'cancelled', cancelRequestedAt: at(1) }))).not.toContain('is being')
  })

  test('counts the quiet steps when they do not all fit, and keeps the lively ones', () => {
    const quiet = Array.from({ length: 200 }, (_, index) =>
      aWireStep({ stepId: `s${index}`, status: index < 50 ? 'completed' : 'pending' }),
    )
    const job = aWireJob({ steps: [...quiet, aWireStep({ stepId: 'busy', status: 'running', startedAt: at(0) })] })
    expect(tree(job, { height: 10 })).toMatchInlineSnapshot(`
      "● running  job job1  default  4.2 s
      rule all  always true
        ● running   busy     4.2 s
        + 50 completed, 150 pending"
    `)
  })

  test('shows steps whose rule is not known any more', () => {
    const job = { ...aWireJob({ steps: [aWireStep({ stepId: 'a' })] }), plan: { rules: [], complete: false } }
    expect(tree(job)).toContain('pending   a')
  })

  test('colours a line only when asked, and says the same with it', () => {
    const job = aWireJob({ steps: [aWireStep({ stepId: 'a', status: 'completed' })] })
    const colored = tree(job, { color: true })
    expect(colored).toContain('\u001b[32m')
    expect(stripVTControlCharacters(colored).replace(/ +$/gm, '')).toBe(tree(job))
  })

  test('obeys nothing that an agent writes', () => {
    const progress = { fraction: 0.5, text: '\u001b[2Jgone\nnext', at: at(0) }
    const lines = renderJobTree(aWireJob({ steps: [aWireStep({ stepId: 'a', status: 'running', progress })] }), look)
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain('50 %  gone next')
  })

  test('is never wider or higher than the terminal', () => {
    const steps = fc.array(
      fc.record({
        stepId: fc.string({ unit: 'grapheme' }),
        status: fc.constantFrom(...stepStatuses),
        text: fc.string(),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (given, width, height) => {
        const job = aWireJob({
          steps: given.map(({ stepId, status, text }) =>
            aWireStep({
              stepId,
              status,
              error: { code: 'X', message: text },
              progress: { fraction: 1, text, at: at(0) },
            }),
          ),
        })
        const lines = renderJobTree(job, { ...look, width, height })
        expect(lines.length).toBeLessThanOrEqual(height)
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import type { Job } from '../../../src/core/job.ts'
import type { Step } from '../../../src/core/step.ts'
import { openJobs, openWatch, type Watch } from '../../../src/testing/simulation/watch.ts'
import { watchedStore } from '../../../src/testing/simulation/watched-store.ts'
import type { Process, ProcessKind } from '../../../src/testing/simulation/world.ts'
import { aJob, aStep } from '../../builders.ts'
import { aDefinition } from '../../planner/a-plan.ts'

const definition = aDefinition([{ run: '(a | b) -> c' }, { if: 'results.a.n > 0', run: 'd' }], {
  workflow: { budgetSteps: 2 },
})
const now = 1_000_000

function watch(): Watch {
  const store = createMemoryStore()
  return openWatch({ store, truth: store, definition, now: () => now, skewMs: 0 })
}

function process(kind: ProcessKind): Process {
  return { kind, name: `${kind}1`, skewMs: 0, alive: true, frozenUntil: 0, spared: false }
}

const wait = { status: 'waiting', kind: 'wait', dueAt: now + 5_000, attempt: 1 } as const
const runs = { status: 'running', attempt: 1, token: 't', leaseUntil: now + 40_000 } as const
const open: Partial<Job> = { status: 'running', startedAt: now, wakeAt: now + 5_000, updatedAt: now }
const step = (stepId: string, more: Partial<Step> = {}): Step =>
  aStep({ stepId, template: stepId, agent: stepId, ...more })

/** What a save by this process breaks. */
async function broken(before: Partial<Job>, after: Partial<Job>, kind: ProcessKind = 'planner'): Promise<string[]> {
  const seen = watch()
  const job = aJob({ ...open, ...before })
  const writer = watchedStore(seen, process(kind))
  await watchedStore(seen, process('api')).createJob(job)
  seen.violations.length = 0
  await writer.loadJob(job.jobId)
  await writer.saveJob({ ...job, version: job.version + 1, ...after })
  return seen.violations.map(({ invariant, text }) => `${invariant}: ${text.replace(/ \(.*/, '')}`)
}

describe('a save that breaks nothing', () => {
  it('is not reported', async () => {
    const steps = [step('a', runs), step('b')]
    expect(await broken({}, { steps })).toEqual([])
  })
})

type Case = readonly [says: string, before: Partial<Job>, after: Partial<Job>, kind?: ProcessKind]

const cases: readonly Case[] = [
  ['P1: a process of kind attempt saves a job', {}, { steps: [step('a', runs)] }, 'attempt'],
  ["P1: a client's mark changes steps", {}, { steps: [step('a', runs)], wakeAt: now }, 'api'],
  ['P1: payloadHash changes', {}, { payloadHash: 'other', steps: [step('a', runs)] }],
  ['P2: decided 9 ms ahead of the time', {}, { steps: [step('a', runs)], updatedAt: now + 9 }],
  ['P3: wakeAt is 1 ms after something is due, 5001 ms ahead', {}, { steps: [step('w', wait)], wakeAt: now + 5_001 }],
  ['P3: the job waits for nothing, and has not ended', {}, { steps: [step('a')] }],
  [
    'P3: a has failed, and nothing is decided about it',
    {},
    { steps: [step('a', { status: 'failed' }), step('b', runs)] },
  ],
  ['P4: c#1 starts before its needs ended', {}, { steps: [step('a', runs), step('c', { ...runs, needs: ['a'] })] }],
  [
    'P4: d#1 starts before the rules before it ended',
    {},
    { steps: [step('a', runs), step('d', { ...runs, rule: 1 })] },
  ],
  [
    'P4: c#1 starts though its join refuses it',
    {},
    {
      steps: [
        step('a', { status: 'skipped', cause: { kind: 'jobCancelled' } }),
        step('c', { ...runs, needs: ['a'], join: 'all' }),
      ],
    },
  ],
  ['P4: a is skipped without a cause', {}, { steps: [step('a', { status: 'skipped' }), step('b', runs)] }],
  ['P5: the attempt of a shrinks', { steps: [step('a', { ...runs, attempt: 2 })] }, { steps: [step('a', runs)] }],
  ['P5: a skips an attempt', { steps: [step('a', runs)] }, { steps: [step('a', { ...runs, attempt: 3 })] }],
  [
    'P5: the token of a changes while it runs',
    { steps: [step('a', runs)] },
    { steps: [step('a', { ...runs, token: 'u' })] },
  ],
  [
    'P6: a was completed and is running',
    { steps: [step('a', { ...runs, status: 'completed' })] },
    { steps: [step('a', runs)] },
  ],
  ['P6: a leaves the plan', { steps: [step('a', runs)] }, { steps: [step('b', runs)] }],
  ['P6: a is completed without a result', {}, { steps: [step('a', { status: 'completed' }), step('b', runs)] }],
  [
    'P6: a is completed, its result is not',
    { steps: [step('a', runs), step('b', runs)] },
    {
      steps: [
        step('a', { status: 'completed', attempt: 1, result: { agent: 'a', epoch: 1, attempt: 1, bytes: 2 } }),
        step('b', runs),
      ],
    },
  ],
  ['P7: a job that is failed changes', { status: 'failed' }, { status: 'failed' }],
  ['P7: a job that has not ended begins another epoch', {}, { epoch: 2, steps: [step('a', runs)] }],
  ['P7: a job that is failed has an open step', {}, { status: 'failed', steps: [step('a')] }],
  ['P8: a#1 starts after cancel', { cancelRequestedAt: now }, { steps: [step('a', runs)] }],
  ['P8: a#1 starts while the job is paused', { pausedAt: now }, { steps: [step('a', runs)] }],
  ['P8: a#1 starts after the deadline', { deadlineAt: now }, { steps: [step('a', runs)], wakeAt: now }],
  ['P8: a#1 starts in a job that has failed', { error: { code: 'X', message: '' } }, { steps: [step('a', runs)] }],
  ['P8: step number 3 starts, the budget is 2', {}, { steps: ['a', 'b', 'c'].map((id) => step(id, runs)) }],
  [
    'P10: rule 0 is undecided again',
    { rules: [verdict(true)] },
    { rules: [{ verdict: null }], steps: [step('a', runs)] },
  ],
  ['P10: rule 0 is decided twice', { rules: [verdict(true)] }, { rules: [verdict(false)], steps: [step('a', runs)] }],
  [
    'P11: rule 1 is decided before a ended',
    { rules: [verdict(true)], steps: [step('a', runs)] },
    { rules: [verdict(true), { ...verdict(true), missing: ['results.a.n'] }], steps: [step('a', runs)] },
  ],
  [
    'P12: 5 steps of a plan that has at most 4',
    {},
    { steps: ['a', 'b', 'c', 'd', 'e'].map((id) => step(id, id === 'a' ? runs : {})) },
  ],
]

function verdict(value: boolean): Job['rules'][number] & { readonly verdict: boolean } {
  return { verdict: value, decidedAt: now, read: [], missing: [], planned: true }
}

describe('a save that breaks an invariant is reported', () => {
  it.each(cases.map((one) => [one[0], one] as const))('%s', async (says, [, before, after, kind]) => {
    expect(await broken(before, after, kind)).toContain(says)
  })

  it('when it is decided on a state that its process did not see', async () => {
    const seen = watch()
    const job = aJob(open)
    await watchedStore(seen, process('api')).createJob(job)
    await watchedStore(seen, process('planner')).saveJob({ ...job, version: 2, steps: [step('a', runs)] })
    expect(seen.violations.map(({ invariant }) => invariant)).toContain('P2')
    expect(openJobs(seen).length).toBe(1)
  })
})

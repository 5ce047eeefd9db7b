import { beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../../src/core/job.ts'
import { jobStatuses, stepStatuses } from '../../../src/core/status.ts'
import { fates } from '../../../src/testing/simulation/accidents.ts'
import { renderFailure } from '../../../src/testing/simulation/render-failure.ts'
import type { SeedReport } from '../../../src/testing/simulation/seed.ts'
import { runSeed } from './run-seeds.ts'

const reports: SeedReport[] = []
const jobs: Job[] = []

beforeAll(async () => {
  for (let seed = 1; seed <= 250; seed++) reports.push(await runSeed(seed))
  jobs.push(...reports.flatMap((report) => report.jobs))
}, 60_000)

const calls = [
  ...['createJob', 'loadJob', 'saveJob', 'listDueJobs', 'claimResult', 'recordResult', 'loadResults'],
  ...['putDefinition', 'loadDefinition', 'send', 'backlog', 'delete', 'invoke', 'put', 'get'],
]

// The first seeds of those that the tests run: the others are in seeds-1 and seeds-2.
describe('250 seeds', () => {
  it('keep every invariant under accidents', () => {
    for (const report of reports) expect(report.violations, renderFailure(report)).toEqual([])
  })
})

describe('accidents in 250 seeds', () => {
  it.each(calls)('befall %s', (call) => {
    const met = fates.filter((fate) => reports.some(({ accidents }) => (accidents.calls[call]?.[fate] ?? 0) > 0))
    expect(met.length, met.join(' ')).toBeGreaterThan(4)
  })

  it.each(['createJob', 'saveJob', 'claimResult', 'recordResult', 'send', 'invoke'])(
    'befall %s in every way',
    (call) => {
      for (const fate of fates)
        expect(
          reports.some(({ accidents }) => (accidents.calls[call]?.[fate] ?? 0) > 0),
          fate,
        ).toBe(true)
    },
  )

  it.each(['frozen', 'outages', 'forged', 'stale'] as const)('are %s', (kind) => {
    expect(reports.some(({ accidents }) => accidents[kind] > 0)).toBe(true)
  })

  it.each(['lost', 'doubled', 'late'] as const)('make messages and starts %s', (kind) => {
    expect(reports.some(({ accidents }) => accidents.messages[kind] > 0)).toBe(true)
    expect(reports.some(({ accidents }) => accidents.starts[kind] > 0)).toBe(true)
  })

  it.each(['takes the dead', 'nobody tells of', 'a client asks again'])('lead to: %s', (text) => {
    expect(reports.some(({ trace }) => trace.some((line) => line.includes(text)))).toBe(true)
  })
})

const kinds: Readonly<Record<string, (job: Job) => boolean>> = {
  'with a join of ten or more': ({ steps }) => steps.some(({ needs }) => needs.length >= 10),
  'with a wait': ({ steps }) => steps.some(({ kind, status }) => kind === 'wait' && status === 'completed'),
  'with an else branch': ({ rules }) => rules.some(({ verdict }) => verdict === false),
  'with a retry': ({ steps }) => steps.some(({ status, failures }) => status === 'completed' && failures > 0),
  'with a fallback': ({ steps }) =>
    steps.some(({ status, fellBackFrom }) => status === 'completed' && fellBackFrom !== undefined),
  'with a failure that is tolerated': ({ steps }) => steps.some(({ tolerated }) => tolerated === true),
  'with a step whose when is false': ({ steps }) => steps.some(({ cause }) => cause?.kind === 'whenFalse'),
  'with a join that refuses': ({ steps }) => steps.some(({ cause }) => cause?.kind === 'tooFewCompleted'),
  'beyond its deadline': ({ error }) => error?.code === 'JOB_DEADLINE_EXCEEDED',
  'beyond its budget': ({ error }) => error?.code === 'JOB_BUDGET_EXCEEDED',
  'that no rule chose a step for': ({ error }) => error?.code === 'PLAN_EMPTY',
  'with a type error in a rule': ({ error }) => error?.code === 'RULE_TYPE_ERROR',
  'with a mapping that misses a value': ({ error }) => error?.code === 'MAPPING_MISSING',
  'with crashes in a row': ({ error }) => error?.code === 'STEP_CRASH_LOOP',
  'with an attempt that ran too long': ({ steps }) => steps.some(({ error }) => error?.code === 'STEP_TIMED_OUT'),
  'with a lease that ran out': ({ steps }) => steps.some(({ error }) => error?.code === 'STEP_LEASE_EXPIRED'),
  'that is run again': ({ epoch }) => epoch > 1,
  'that is run again with good results kept': ({ epoch, steps }) =>
    steps.some(({ result }) => result !== undefined && result.epoch < epoch),
  'with a large input': ({ input }) => 'blob' in input,
  'with a large output': ({ steps }) => steps.some(({ result }) => (result?.bytes ?? 0) > 16_384),
  'that was delayed': ({ startAt }) => startAt !== undefined,
}

describe('jobs in 250 seeds', () => {
  it.each(Object.entries(kinds))('are some %s', (_kind, isOne) => {
    expect(jobs.filter(isOne).length).toBeGreaterThan(0)
  })

  it('end in every way, and so do their steps', () => {
    const ends = new Set(jobs.map(({ status }) => status))
    expect(jobStatuses.filter((status) => ends.has(status))).toEqual(['completed', 'failed', 'cancelled'])
    const stepEnds = new Set(jobs.flatMap(({ steps }) => steps.map(({ status }) => status)))
    expect(stepStatuses.filter((status) => stepEnds.has(status))).toEqual([
      'completed',
      'failed',
      'cancelled',
      'skipped',
    ])
  })
})

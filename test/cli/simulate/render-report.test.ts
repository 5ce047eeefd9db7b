import { describe, expect, it } from 'vitest'
import { renderReport } from '../../../src/cli/simulate/render-report.ts'
import { renderSeed } from '../../../src/cli/simulate/render-seed.ts'
import { showSimulationFindings } from '../../../src/cli/simulate/simulation-findings.ts'
import { displayWidth } from '../../../src/cli/terminal/display-width.ts'
import { noAccidents } from '../../../src/testing/simulation/accidents.ts'
import type { WorkflowReport } from '../../../src/testing/workflow-simulation/report.ts'

const fates = {
  done: 40_000,
  refused: 12,
  doneButFailed: 3,
  failedThenDone: 4,
  slow: 5,
  killedBefore: 6,
  killedAfter: 7,
}

const report: WorkflowReport = {
  workflow: 'default',
  seeds: 1_000,
  jobs: { failed: 12, completed: 988 },
  failures: [{ code: 'PLAN_EMPTY', cause: 'workflow', jobs: 12, seed: 4 }],
  rules: [
    {
      name: 'full',
      condition: "input.kind == 'full' and input.country in ['DE', 'FR', 'IT', 'ES', 'PT', 'NL', 'BE']",
      true: 700,
      false: 300,
      undecided: 0,
      hasElse: true,
      seen: [],
    },
  ],
  steps: [
    { rule: 'full', branch: true, step: 'cleaner', planned: 700, ran: 690, fellBack: 4 },
    {
      rule: 'full',
      branch: false,
      step: 'reporter',
      planned: 300,
      ran: 100,
      when: { condition: 'input.long', skipped: 200, seen: [] },
    },
  ],
  agents: { cleaner: 900, reporter: 120 },
  worst: {
    steps: { count: 2, budget: 20, seed: 3 },
    attempts: { count: 4, step: 'cleaner', seed: 5 },
    duration: { ms: 780_000, deadlineMs: 600_000, seed: 6 },
  },
  accidents: { ...noAccidents(), calls: { loadDefinition: fates, saveJob: fates }, frozen: 3 },
  findings: [],
  notes: ['pattern ^(.)\\1$'],
}

const findings = showSimulationFindings(
  [
    {
      code: 'SIMULATION_JOBS_FAILED',
      level: 'warning',
      args: {
        count: '12 jobs',
        code: 'PLAN_EMPTY',
        problem: 'No rule chose a step: full is false (input.kind is missing)',
      },
      seed: 4,
      input: { kind: 'other', rows: [1, 2, 3] },
    },
  ],
  { file: 'other.yaml', workflow: 'nightly' },
)

const stream = (columns: number | undefined, color = false) => ({
  write: () => undefined,
  isTerminal: columns !== undefined,
  color,
  columns: columns ?? 80,
  rows: 24,
})

describe('the report of a simulation', () => {
  it.each([60, 80, 120])('fits a terminal of %i columns', (columns) => {
    const text = renderReport(report, findings, stream(columns))
    for (const line of text.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(columns)
    // Every count is there, also on the narrow one.
    expect(text).toMatch(/^saveJob +40037 +6 +7 +12 +7 +5$/m)
    expect(text).toMatch(/^full +700 +300 +0 +input\.kind == 'full'/m)
  })

  it('is whole off a terminal, with the commands that show a job again', () => {
    const text = renderReport(report, findings, stream(undefined))
    expect(text).toContain("'NL', 'BE']\n")
    expect(text).toContain('cleaner       700  690  full: then, 4 by the fallback\n')
    expect(text).toContain('reporter      300  100  full: else, 200 skipped by its when\n')
    expect(text).toContain('virtual time        13 m   10 m     6\n')
    expect(text).toContain('not followed in their schemas: pattern ^(.)\\1$\n')
    expect(text).toContain('  input: {"kind":"other","rows":[1,2,3]}\n')
    expect(text).toContain('  replay: troupe simulate --file other.yaml --workflow nightly --seed 4 --trace\n')
    expect(text).toMatch(/\n1 warning\n$/)
  })

  it('says so when nothing was found, in colour where there is colour', () => {
    expect(renderReport(report, [], stream(undefined))).toMatch(/\nNo findings\n$/)
    expect(renderReport(report, [], stream(80, true))).toContain('\u001b[32mNo findings')
  })
})

describe('one seed', () => {
  it('of which no client had an answer says so', () => {
    const view = { workflow: 'default', seed: 9, input: 7, findings: [], trace: ['1.000 api1 createJob'] }
    const look = { stream: stream(undefined), hasTrace: true }
    expect(renderSeed(view, [], look)).toBe(
      'seed 9 of workflow default\ninput 7\n\n1.000 api1 createJob\n\nNo client was told that its job was accepted\n\nNo findings\n',
    )
  })
})

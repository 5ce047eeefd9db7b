import { describe, expect, it } from 'vitest'
import { hintOf, messageOf } from '../../../src/core/errors/catalogue.ts'
import { violationFinding } from '../../../src/testing/workflow-simulation/findings.ts'
import { closed, definitionOf, messages, simulated } from './simulated.ts'

const steps = (notation: string) =>
  definitionOf({ rules: [{ run: notation }] }).workflows.default?.rules[0]?.whenTrue ?? []

describe('a finding', () => {
  it('tells of jobs for which no rule chose a step, with a seed and its input', async () => {
    const inputSchema = closed({ kind: { enum: ['a', 'b', 'c'] } })
    const rules = [
      { if: "input.kind == 'a'", run: 'a' },
      { if: "input.kind == 'b'", run: 'b' },
    ]
    const { findings } = await simulated({ rules, workflow: { inputSchema } })
    expect(findings).toMatchObject([
      { code: 'SIMULATION_JOBS_FAILED', level: 'warning', args: { code: 'PLAN_EMPTY' }, input: { kind: 'c' } },
    ])
    expect(findings[0]?.seed).toBeGreaterThan(0)
  })

  it('tells of a mapping that reads what an agent need not give, and not of one with a default', async () => {
    const [b] = steps('b')
    if (b === undefined) throw new Error('a step')
    const outputSchemas = { a: { type: 'object', properties: { rows: { type: 'array' } } } }
    const sketch = (slot: string) => ({
      rules: [{ run: 'a' }, { run: [{ ...b, with: { rows: slot } }] }],
      outputSchemas,
    })
    const report = await simulated(sketch('${{ results.a.rows }}'))
    expect(report.findings[0]).toMatchObject({ code: 'SIMULATION_STEP_FAILED', level: 'warning' })
    expect(messages(report)).toEqual([
      expect.stringMatching(
        /^SIMULATION_STEP_FAILED Step b of rule rule2 failed in \d+ jobs? with MAPPING_MISSING: Mapping reads results\.a\.rows, which is missing$/,
      ),
    ])
    expect(messages(await simulated(sketch('${{ results.a.rows ?? null }}')))).toEqual([])
  })

  it('is not made up where no schema says what an agent gives', async () => {
    const [b] = steps('b')
    if (b === undefined) throw new Error('a step')
    const step = { ...b, with: { rows: '${{ results.a.rows[1].n }}', title: 'of ${{ input.region.name }}' } }
    expect(messages(await simulated({ rules: [{ run: 'a' }, { run: [step] }] }))).toEqual([])
  })

  it('tells of values that a condition cannot work with', async () => {
    const outputSchemas = { a: closed({ total: { type: ['number', 'string'] } }) }
    const rules = [{ run: 'a' }, { if: 'results.a.total > 5', run: 'b' }]
    const report = await simulated({ rules, outputSchemas, seeds: 40 })
    expect(messages(report)).toEqual([
      expect.stringMatching(/^SIMULATION_JOBS_FAILED \d+ jobs? ended as RULE_TYPE_ERROR: Rule rule2: /),
    ])
  })

  it('tells of a budget that a job can use up', async () => {
    const report = await simulated({ rules: [{ run: 'a -> b -> c' }], workflow: { budgetSteps: 2 } })
    expect(messages(report)).toEqual([
      expect.stringMatching(/^SIMULATION_JOBS_FAILED .* JOB_BUDGET_EXCEEDED: Job would start step number 3/),
      // The third step never runs.
      expect.stringMatching(/^SIMULATION_STEP_UNREACHED Step c of rule rule1 .*: its job ended before$/),
    ])
    expect(report.worst.steps).toMatchObject({ count: 2, budget: 2 })
  })

  it('is not what agents, accidents and the time that they take do to a job', async () => {
    const retry = {
      maxAttempts: 2,
      backoff: 'fixed',
      initialMs: 1_000,
      maxMs: 1_000,
      jitter: 'none',
      on: ['BUSY'],
    } as const
    const report = await simulated({
      rules: [{ run: 'a -> b' }],
      agents: { a: { retry } },
      workflow: { deadlineMs: 60_000 },
      seeds: 150,
    })
    expect(report.findings).toEqual([])
    const causes = Object.fromEntries(report.failures.map(({ code, cause }) => [code, cause]))
    expect(causes).toMatchObject({ STUB_FAILED: 'agents', JOB_DEADLINE_EXCEEDED: 'delays' })
    expect(new Set(Object.values(causes))).not.toContain('workflow')
  })

  it('tells of a job that never ends, and of a broken invariant, as an error with its replay', () => {
    const stuck = violationFinding({ invariant: 'stuck', text: 'job x never ends', seed: 7 })
    expect(stuck).toMatchObject({ code: 'SIMULATION_STUCK', level: 'error', seed: 7 })
    expect(messageOf(stuck.code, stuck.args)).toBe('Job of seed 7 never ends: job x never ends')
    const broken = violationFinding({ invariant: 'P4', text: 'b starts before a', seed: 7 })
    expect(broken.code).toBe('SIMULATION_INVARIANT_BROKEN')
    expect(messageOf(broken.code, broken.args)).toBe('Invariant P4 is broken in seed 7: b starts before a')
    expect(hintOf(broken.code, broken.args)).toBe('Report it with its replay')
  })
})

describe('an input', () => {
  it('that the schema refuses is refused like a submit', async () => {
    const inputSchema = closed({ n: { type: 'integer' } })
    const refused = simulated({ rules: [{ run: 'a' }], workflow: { inputSchema }, input: { value: { n: 'x' } } })
    await expect(refused).rejects.toMatchObject({ code: 'JOB_INPUT_INVALID' })
  })

  it('that cannot be drawn must be given', async () => {
    const inputSchema = { type: 'integer', minimum: 3, not: { minimum: 2 } }
    const sketch = { rules: [{ run: 'a' }], workflow: { inputSchema } }
    await expect(simulated(sketch)).rejects.toMatchObject({ code: 'SIMULATION_INPUT_NOT_DRAWN' })
  })
})

describe('a report', () => {
  const sketch = {
    rules: [
      { if: 'input.n > 3', run: 'a -> (b | c) -> wait(2592000s) -> d' },
      { if: 'results.b.ok', run: 'a' },
    ],
    agents: { b: { onError: { kind: 'continue' } } },
    seeds: 40,
  } as const

  it('is the same, byte for byte, for the same workflow and seeds', async () => {
    expect(JSON.stringify(await simulated(sketch))).toBe(JSON.stringify(await simulated(sketch)))
  })

  it('counts jobs, verdicts, steps, attempts, and the worst of them with its seed', async () => {
    const { seeds, jobs, rules, steps, agents, worst, accidents } = await simulated(sketch)
    expect(Object.values(jobs).reduce((sum, count) => sum + count)).toBe(seeds)
    for (const rule of rules) expect(rule.true + rule.false + rule.undecided).toBe(seeds)
    for (const step of steps) expect(step.ran).toBeLessThanOrEqual(step.planned)
    expect(Object.keys(agents).sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(worst.attempts.count).toBeGreaterThan(1)
    // A month of waiting takes no time here.
    expect(worst.duration.ms).toBeGreaterThan(2_592_000_000)
    const deaths = Object.values(accidents?.calls ?? {}).map((call) => call.killedBefore + call.killedAfter)
    expect(deaths.filter((count) => count > 0).length).toBeGreaterThan(5)
  })
})

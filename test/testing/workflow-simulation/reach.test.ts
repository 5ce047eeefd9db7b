import { describe, expect, it } from 'vitest'
import { closed, definitionOf, messages, type Sketch, simulated } from './simulated.ts'

const kinds = (...names: string[]) => ({ type: 'string', enum: names })

describe('a simulation reaches, in few seeds,', () => {
  it.each<[string, Sketch]>([
    [
      'both verdicts of a rule on fields that no schema declares',
      { rules: [{ if: 'input.amount > 1000 and input.country in ["DE", "FR"]', run: 'a', else: 'b' }], seeds: 8 },
    ],
    [
      'the same with a schema whose bounds leave little room',
      {
        rules: [{ if: 'input.amount > 1000 and input.country in ["DE", "FR"]', run: 'a', else: 'b' }],
        workflow: {
          inputSchema: closed({
            amount: { type: 'integer', minimum: 0, maximum: 1_001 },
            country: kinds('US', 'GB', 'ES', 'IT', 'FR'),
          }),
        },
        seeds: 8,
      },
    ],
    [
      'a conjunction of nine parts',
      {
        rules: [
          {
            if: "input.a == 'x' and input.b == 'y' and input.c > 0.5 and input.c < 0.6 and not input.d and exists(input.e) and len(input.f) >= 3 and contains(input.g, 'urgent') and starts_with(lower(input.h), 'id')",
            run: 'a',
            else: 'b',
          },
        ],
      },
    ],
    [
      'a branch behind branches, each of which depends on a result',
      {
        rules: [
          { if: "input.kind == 'full'", run: 'a', else: 'z' },
          { if: "results.a.next == 'b'", run: 'b' },
          { if: 'results.b.score > 0.9', run: 'c', else: 'z' },
          { if: 'results.c.ok and results.a.count == 7', run: 'd' },
        ],
        seeds: 24,
      },
    ],
    [
      'a verdict that compares a result with the input',
      { rules: [{ run: 'a' }, { if: 'results.a.total > input.limit', run: 'b', else: 'c' }], seeds: 24 },
    ],
    [
      'the one branch of a union that a condition needs',
      {
        rules: [{ run: 'a' }, { if: "results.a.kind == 'c'", run: 'b', else: 'c' }],
        outputSchemas: {
          a: {
            oneOf: ['a', 'b', 'c', 'd'].map((kind) => closed({ kind: { const: kind }, n: { type: 'integer' } })),
          },
        },
      },
    ],
    [
      'a list that is long enough, and one that holds something',
      {
        rules: [
          { run: 'a' },
          { if: 'len(results.a.rows) > 5', run: 'b', else: 'c' },
          { if: "contains(results.a.tags, 'late') and results.a.rows[1].n == 3", run: 'd' },
        ],
        outputSchemas: {
          a: closed({
            rows: { type: 'array', items: closed({ n: { type: 'integer' } }) },
            tags: { type: 'array', items: kinds('early', 'late') },
          }),
        },
        seeds: 24,
      },
    ],
    [
      'the fallback of an agent, and a rule on its result',
      {
        rules: [{ run: 'a' }, { if: 'results.spare.n == 1', run: 'b', else: 'c' }],
        agents: { a: { onError: { kind: 'fallback', agent: 'spare' } }, spare: {} },
      },
    ],
  ])('%s', async (_title, sketch) => {
    const report = await simulated(sketch)
    expect(messages(report)).toEqual([])
    // No seed was needed beyond those that were asked for.
    expect(report.seeds).toBe(sketch.seeds ?? 20)
  })

  it('steps that their own condition lets run or not', async () => {
    const [a, b] = definitionOf({ rules: [{ run: 'a -> b' }] }).workflows.default?.rules[0]?.whenTrue ?? []
    if (a === undefined || b === undefined) throw new Error('two steps')
    const report = await simulated({
      rules: [{ run: [a, { ...b, when: "results.a.level == 'high' and input.deep" }] }],
      seeds: 12,
    })
    const [, step] = report.steps
    expect(step?.ran).toBeGreaterThan(0)
    expect(step?.when?.skipped).toBeGreaterThan(0)
    expect(messages(report)).toEqual([])
  })
})

describe('what no seed reaches', () => {
  const sketch: Sketch = {
    rules: [{ run: 'a' }, { name: 'rescue', if: "results.a.kind == 'x'", run: 'b' }],
    outputSchemas: { a: closed({ kind: kinds('y', 'z') }) },
  }

  it('is aimed at by further seeds, and told with the values that were seen instead', async () => {
    const report = await simulated(sketch)
    expect(report.seeds).toBeGreaterThan(20)
    expect(messages(report)).toEqual([
      expect.stringMatching(
        /^SIMULATION_BRANCH_UNREACHED Branch then of rule rescue was not taken in \d+ seeds, \d+ of them aimed at it: results\.a\.kind was "[yz]" \d+ times, "[yz]" \d+ times$/,
      ),
    ])
    expect(report.findings[0]?.level).toBe('warning')
  })

  it('names the path that is missing', async () => {
    const report = await simulated({ ...sketch, outputSchemas: { a: closed({ sort: kinds('x') }) } })
    expect(messages(report)[0]).toMatch(/results\.a\.kind was missing \d+ times$/)
  })

  it('names the span of numbers', async () => {
    const rules = [{ if: 'input.n > 10', run: 'a', else: 'b' }]
    const inputSchema = closed({ n: { type: 'integer', minimum: 3, maximum: 9 } })
    const [message] = messages(await simulated({ rules, workflow: { inputSchema }, seeds: 40 }))
    expect(message).toMatch(/Branch then of rule rule1 .*: input\.n was 3 to 9 \d+ times$/)
  })

  it('is a step whose own condition no result fulfils', async () => {
    const [step] = definitionOf({ rules: [{ run: 'b' }] }).workflows.default?.rules[0]?.whenTrue ?? []
    if (step === undefined) throw new Error('a step')
    const report = await simulated({
      rules: [{ run: 'a' }, { run: [{ ...step, when: "results.a.kind == 'x'" }] }],
      outputSchemas: { a: closed({ kind: kinds('y') }) },
    })
    expect(report.findings[0]).toMatchObject({ code: 'SIMULATION_STEP_UNREACHED', level: 'warning' })
    expect(messages(report)).toEqual([
      expect.stringMatching(
        /^SIMULATION_STEP_UNREACHED Step b of rule rule2 did not run .*: `results\.a\.kind == 'x'` was false: results\.a\.kind was "y" \d+ times$/,
      ),
    ])
  })

  it('is an agent that no step names', async () => {
    const report = await simulated({ rules: [{ run: 'a' }], agents: { lonely: {} }, seeds: 4 })
    expect(report.findings[0]?.code).toBe('SIMULATION_AGENT_UNUSED')
    expect(messages(report)).toEqual(['SIMULATION_AGENT_UNUSED Agent lonely was not used in 4 seeds: no step names it'])
  })

  it('counts a given input as what was seen', async () => {
    const rules = [{ if: "input.kind == 'full'", run: 'a', else: 'b' }]
    const [message] = messages(await simulated({ rules, input: { value: { kind: 'full' } }, seeds: 4 }))
    expect(message).toMatch(/^SIMULATION_BRANCH_UNREACHED Branch else .*: input\.kind was "full" \d+ times$/)
  })
})

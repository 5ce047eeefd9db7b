import { describe, expect, it } from 'vitest'
import type { StepTemplate } from '../../src/core/definition.ts'
import { agents, load, project } from './marked.ts'

/** `name <- needs`, and the join when it is not the usual one. */
function shape(templates: readonly StepTemplate[] | undefined, usual: string): string[] {
  return (templates ?? []).map(({ name, needs, join }) => {
    const rest = join === usual ? '' : ` (${JSON.stringify(join)})`
    return `${name} <- ${needs.join(' ')}${rest}`.trim()
  })
}

function rule(body: string, strategy = 'dynamic') {
  const text = `${project}${agents}orchestration: { strategy: ${strategy}, selection_rules: [ ${body} ] }\n`
  const { definition, findings } = load(text)
  if (definition === undefined) throw new Error(JSON.stringify(findings))
  return definition.workflows.default?.rules[0]
}

const list = (entries: string, strategy?: string) =>
  shape(rule(`{ agents: [${entries}] }`, strategy)?.whenTrue, 'settled')

describe('a list of steps', () => {
  it('runs its entries one after the other', () => {
    expect(list('a, b, c')).toEqual(['a <-', 'b <- a', 'c <- b'])
  })

  it('chains a sequential entry', () => {
    expect(list('sequential: [a, b], c')).toEqual(['a <-', 'b <- a', 'c <- b'])
    expect(list('{ sequential: [a, b] }, c')).toEqual(['a <-', 'b <- a', 'c <- b'])
  })

  it('starts a parallel entry together and waits for all of it', () => {
    expect(list('a, { parallel: [b, c] }, a')).toEqual(['a <-', 'b <- a', 'c <- a', 'a-2 <- b c'])
  })

  it('nests sequential in parallel and parallel in sequential', () => {
    expect(list('{ parallel: [{ sequential: [a, b] }, { sequential: [{ parallel: [c, a] }, b] }] }, c')).toEqual([
      'a <-',
      'b <- a',
      'c <-',
      'a-2 <-',
      'b-2 <- c a-2',
      'c-2 <- b b-2',
    ])
  })

  it('counts waits by themselves', () => {
    const templates = rule('{ agents: [a, wait: 10m, { wait: 5 }] }')?.whenTrue
    expect(shape(templates, 'settled')).toEqual(['a <-', 'wait <- a', 'wait-2 <- wait'])
    expect(templates?.map(({ work }) => work)).toEqual([
      { kind: 'agent', agent: 'a' },
      { kind: 'wait', waitMs: 600_000 },
      { kind: 'wait', waitMs: 5_000 },
    ])
  })

  it('lets a numbered name give way to one that the author chose', () => {
    expect(list('a, a, { step: a-2, agent: a }')).toEqual(['a <-', 'a-3 <- a', 'a-2 <- a-3'])
  })

  it('leaves the entries of a rule unordered when the strategy is parallel', () => {
    expect(list('a, { sequential: [b, c] }, a', 'parallel')).toEqual(['a <-', 'b <-', 'c <- b', 'a-2 <-'])
  })

  it('orders the entries when the strategy is sequential', () => {
    expect(list('a, b', 'sequential')).toEqual(['a <-', 'b <- a'])
  })

  it('keeps everything the long form of a step says', () => {
    const long = `{ step: second, agent: a, with: { x: "\${{ input.x }}" }, when: "exists(input.x)", timeout: 2m, retry: { max_attempts: 5 }, on_error: continue }`
    expect(rule(`{ agents: [${long}, b, c] }`)?.whenTrue[0]).toEqual({
      name: 'second',
      work: { kind: 'agent', agent: 'a' },
      needs: [],
      join: 'settled',
      when: 'exists(input.x)',
      with: { x: '${{ input.x }}' },
      timeoutMs: 120_000,
      retry: { maxAttempts: 5, backoff: 'exponential', initialMs: 1_000, maxMs: 300_000, jitter: 'full' },
      onError: { kind: 'continue' },
    })
  })

  it('compiles else like agents', () => {
    const compiled = rule('{ name: r, condition: "input.x == 1", on_error: "false", agents: [a], else: [b, c] }')
    expect(compiled).toMatchObject({ name: 'r', condition: 'input.x == 1', onTypeError: 'false' })
    expect(shape(compiled?.whenFalse, 'settled')).toEqual(['b <-', 'c <- b'])
  })
})

describe('a graph of steps', () => {
  it('keeps names and needs, and joins all by default', () => {
    const body = `{ steps: { x: { agent: a }, y: { agent: b, needs: [x] }, pause: { wait: 1m, needs: [x] },
      z: { agent: c, needs: [y, pause], join: any }, q: { agent: c, needs: [x, y], join: { at_least: 1 }, when: "results.x.ok" } } }`
    const templates = rule(body)?.whenTrue
    expect(shape(templates, 'all')).toEqual([
      'x <-',
      'y <- x',
      'pause <- x',
      'z <- y pause ("any")',
      'q <- x y ({"atLeast":1})',
    ])
    expect(templates?.at(-1)?.when).toBe('results.x.ok')
  })
})

describe('a workflow without rules', () => {
  const workers = `${project}agents: { b: {}, o: { type: orchestrator }, a: {}, c: {} }\n`
  const steps = (orchestration: string) => {
    const found = load(`${workers}${orchestration}`).definition?.workflows.default?.rules
    expect(found).toMatchObject([{ name: 'all', condition: 'always', whenFalse: [] }])
    return shape(found?.[0]?.whenTrue, 'settled')
  }

  it('runs all workers at once', () => {
    expect(steps('')).toEqual(['b <-', 'a <-', 'c <-'])
    expect(steps('orchestration: { strategy: dynamic }')).toEqual(['b <-', 'a <-', 'c <-'])
    expect(steps('orchestration: { strategy: parallel, selection_rules: [] }')).toEqual(['b <-', 'a <-', 'c <-'])
  })

  it('runs them in the order of the file when the strategy is sequential', () => {
    expect(steps('orchestration: { strategy: sequential }')).toEqual(['b <-', 'a <- b', 'c <- a'])
  })

  it('leaves out workers that the orchestrator may not start', () => {
    const text = `${project}agents: { a: {}, b: {}, o: { type: orchestrator, capabilities: { tools: [invoke_b] } } }\n`
    expect(shape(load(text).definition?.workflows.default?.rules[0]?.whenTrue, 'settled')).toEqual(['b <-'])
  })
})

describe('workflows', () => {
  it('stand beside the default, with their own limits', () => {
    const text = `${project}${agents}orchestration: { deadline: 1h, budget: { steps: 20 }, on_empty: complete, input_schema: { required: [x] } }
workflows: { nightly: { strategy: sequential } }\n`
    expect(load(text).definition?.workflows).toMatchObject({
      default: {
        name: 'default',
        deadlineMs: 3_600_000,
        budgetSteps: 20,
        onEmpty: 'complete',
        inputSchema: { required: ['x'] },
      },
      nightly: { name: 'nightly', budgetSteps: 1_000, onEmpty: 'fail' },
    })
  })

  it('name their rules when the author did not', () => {
    const text = `${project}${agents}orchestration: { selection_rules: [{ agents: [a] }, { agents: [b, c] }] }\n`
    expect(load(text).definition?.workflows.default?.rules.map(({ name }) => name)).toEqual(['rule-1', 'rule-2'])
  })
})

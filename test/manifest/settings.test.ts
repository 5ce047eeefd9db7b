import { describe, expect, it } from 'vitest'
import { codes, load, project } from './marked.ts'

describe('settings of an agent', () => {
  it('have defaults of their own', () => {
    expect(load(`${project}agents: { a: {} }\n`).definition?.agents.a).toEqual({
      name: 'a',
      type: 'worker',
      description: '',
      entry: 'agents/a/agent.ts',
      timeoutMs: 60_000,
      memoryMb: 512,
      environment: [],
      environmentValues: {},
      skills: [],
      tools: [],
      retry: { maxAttempts: 3, backoff: 'exponential', initialMs: 1_000, maxMs: 300_000, jitter: 'full' },
      onError: { kind: 'fail' },
    })
  })

  it.each([
    ['none', undefined],
    ['required', 'a'],
    ['{ scope: customers }', 'customers'],
  ])('turn memory: %s into the scope of a memory', (written, memory) => {
    const { definition } = load(`${project}agents: { a: { dependencies: { memory: ${written} } } }\n`)
    expect(definition?.agents.a?.memory).toBe(memory)
  })

  it('are all compiled', () => {
    const text = `${project}agents:
  b: {}
  a:
    description: Does it
    entry: src/a.ts
    input_schema: In
    runtime: { timeout: 2m, memory: 2GB, environment: { MODE: fast, LEVEL: 3, ON: true }, concurrency: 4 }
    capabilities: { tools: [check], output_schema: Out, context_type: Ctx, skills: [csv] }
    outputs: { database_field: cleaned }
    retry: { max_attempts: 5, backoff: fixed, initial: 500ms, max: 1s, jitter: none, on: [STEP_CRASHED] }
    on_error: { fallback: b }\n`
    expect(load(text).definition?.agents.a).toEqual({
      name: 'a',
      type: 'worker',
      description: 'Does it',
      entry: 'src/a.ts',
      timeoutMs: 120_000,
      memoryMb: 2_048,
      environment: [],
      environmentValues: { MODE: 'fast', LEVEL: '3', ON: 'true' },
      concurrency: 4,
      skills: ['csv'],
      tools: ['check'],
      inputSchema: 'In',
      outputSchema: 'Out',
      contextType: 'Ctx',
      alias: 'cleaned',
      retry: { maxAttempts: 5, backoff: 'fixed', initialMs: 500, maxMs: 1_000, jitter: 'none', on: ['STEP_CRASHED'] },
      onError: { kind: 'fallback', agent: 'b' },
    })
  })

  const layered = `${project}
defaults: { runtime: { timeout: 10, memory: 256 }, retry: { max_attempts: 4, jitter: none } }
stages:
  prod: { region: eu-central-1, defaults: { runtime: { memory: 1024 } }, agents: { b: { runtime: { memory: 4096 } } } }
agents: { a: {}, b: { runtime: { memory: 512 }, retry: { jitter: full } }, c: { runtime: { memory: 512 } } }\n`
  const memory = (stage?: string) => {
    const { definition } = load(layered, stage === undefined ? {} : { stage })
    return ['a', 'b', 'c'].map((name) => definition?.agents[name]?.memoryMb)
  }

  it('come from the defaults first, then from the agent', () => {
    expect(memory()).toEqual([256, 512, 512])
    expect(load(layered).definition?.agents.b).toMatchObject({
      timeoutMs: 10_000,
      retry: { maxAttempts: 4, jitter: 'full' },
    })
  })

  it('come from defaults, stage defaults, agent and stage agent, the last one winning', () => {
    expect(memory('prod')).toEqual([1_024, 4_096, 512])
    expect(load(layered, { stage: 'prod' }).definition?.project.region).toBe('eu-central-1')
  })

  it('cannot come from a stage that does not exist', () => {
    const { findings } = load(layered, { stage: 'prd' })
    expect(findings).toMatchObject([{ code: 'MANIFEST_UNKNOWN_STAGE', args: { name: 'prd', near: 'prod' } }])
  })
})

describe('the code of agents', () => {
  const text = `${project}agents: { a: {}, b: { entry: src/b.ts }, o: { type: orchestrator } }\n`

  it('is looked for where the file says, and not for the orchestrator', () => {
    const asked: string[] = []
    load(text, { hasFile: (path) => asked.push(path) > 0 })
    expect(asked).toEqual(['agents/a/agent.ts', 'src/b.ts'])
  })

  it('is missed at the agent, or at its entry', () => {
    const { findings } = load(text, { hasFile: () => false })
    expect(findings).toMatchObject([
      { code: 'MANIFEST_CODE_MISSING', at: { start: text.indexOf('a: {}') } },
      { code: 'MANIFEST_CODE_MISSING', at: { start: text.indexOf('src/b.ts') } },
    ])
  })

  it('is not looked for when nobody can say', () => {
    expect(codes(load(text))).toEqual([])
  })
})

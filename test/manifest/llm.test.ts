import { describe, expect, it } from 'vitest'
import { agents, codes, load, project } from './marked.ts'

const base = project + agents

function modelOf(text: string, agent = 'a') {
  const { definition } = load(text)
  const { llm, environment } = definition?.agents[agent] ?? {}
  return { llm, environment }
}

describe("an agent's model", () => {
  it('is the section for an agent that says llm, and nothing for one that does not', () => {
    const text = `${project}agents: { a: { llm: {} }, b: {} }\nllm: { provider: bedrock, model: m, region: eu-west-1, fallback_model: n }\n`
    expect(modelOf(text).llm).toEqual({ provider: 'bedrock', model: 'm', region: 'eu-west-1', fallbackModel: 'n' })
    expect(modelOf(text, 'b')).toEqual({ llm: undefined, environment: [] })
  })

  it('is what the agent says, over the section', () => {
    const text = `${project}agents: { a: { llm: { model: n } } }\nllm: { provider: bedrock, model: m, region: eu-west-1 }\n`
    expect(modelOf(text).llm).toEqual({ provider: 'bedrock', model: 'n', region: 'eu-west-1' })
  })

  it('takes nothing of the section when it is of another provider', () => {
    const text = `${project}agents: { a: { llm: { provider: openai, model: n } } }\nllm: { provider: bedrock, model: m, region: eu-west-1 }\n`
    expect(modelOf(text)).toEqual({ llm: { provider: 'openai', model: 'n' }, environment: ['OPENAI_API_KEY'] })
  })

  it('keeps answers as long as it says, over the section, and not at all where that is 0', () => {
    const text = `${project}agents: { a: { llm: {} }, b: { llm: { cache: 0 } } }\nllm: { provider: bedrock, model: m, cache: 1h }\n`
    expect(modelOf(text).llm).toEqual({ provider: 'bedrock', model: 'm', cacheMs: 3_600_000 })
    expect(modelOf(text, 'b').llm).toEqual({ provider: 'bedrock', model: 'm' })
    expect(codes(load(`${project}agents: { a: { llm: { model: m, cache: 31d } } }\n`), 'error')).toEqual([
      'MANIFEST_RANGE',
    ])
  })

  it('of a server of its own has an address', () => {
    const text = `${project}agents: { a: { llm: { provider: openai-compatible, model: n, base_url: "http://127.0.0.1:1/v1" } } }\n`
    expect(modelOf(text)).toMatchObject({ llm: { baseUrl: 'http://127.0.0.1:1/v1' }, environment: [] })
  })

  it.each([
    'llm: { provider: openai-compatible, model: m }',
    'llm: { provider: bedrock }',
    'llm: { provider: openai, model: m, region: eu-west-1 }',
    'llm: { provider: anthropic, model: m, base_url: "http://127.0.0.1:1" }',
    'llm: { provider: openai, model: m, guardrail: { id: g, version: 1 } }',
  ])('is an error as %s', (written) => {
    expect(codes(load(`${project}agents: { a: { ${written} } }\n`), 'error')).toEqual(['MANIFEST_CONFLICT'])
  })

  it.each(['bedrock', 'openai', 'anthropic'])('of %s is silent', (provider) => {
    expect(load(`${base}llm: { provider: ${provider}, model: m }\n`).findings).toEqual([])
  })
})

describe('the model of an agent that is deployed', () => {
  const deployed = (written: string) => load(`${project}agents: { a: { llm: ${written} } }\n`, { stage: 'dev' })

  it('must be named: its role may use no other', () => {
    expect(codes(deployed('{}'), 'error')).toEqual(['MANIFEST_MODEL_UNNAMED'])
    expect(codes(load(`${project}agents: { a: { llm: {} } }\n`), 'error')).toEqual([])
  })

  it.each(['{ model: m }', '{ provider: scripted }', '{ base_url: "http://models.example.com/v1" }'])(
    'is silent as %s',
    (written) => {
      expect(deployed(written).findings).toEqual([])
    },
  )

  it('has its guardrail with the version as text', () => {
    const text = `${project}agents: { a: { llm: { provider: bedrock, model: m, guardrail: { id: g, version: 1 } } } }\n`
    expect(modelOf(text)).toMatchObject({ llm: { guardrail: { id: 'g', version: '1' } } })
  })
})

describe('a budget in USD', () => {
  it('is kept in millionths, and a step budget beside it', () => {
    const { definition } = load(`${base}orchestration: { budget: { usd: 0.05, steps: 7 } }\n`)
    expect(definition?.workflows.default).toMatchObject({ budgetMicroUsd: 50_000, budgetSteps: 7 })
    expect(load(base).definition?.workflows.default).not.toHaveProperty('budgetMicroUsd')
  })

  it.each([0, -1, '"1"', 2_000_000])('is an error as %s', (usd) => {
    expect(load(`${base}orchestration: { budget: { usd: ${usd} } }\n`).definition).toBeUndefined()
  })
})

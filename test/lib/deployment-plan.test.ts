import { describe, expect, it } from 'vitest'
import { checkAccount } from '../../lib/check-account.ts'
import { manyAgents, planned, shop } from './planned.ts'

const agentOf = (text: string, name: string, stage?: string) =>
  planned(text, stage).agents.find((agent) => agent.name === name)

describe('the plan of a stage', () => {
  it('names the stack and the functions after project and stage', () => {
    const plan = planned(shop, 'prod')
    expect(plan.stackName).toBe('troupe-shop-prod')
    expect(plan.agentPrefix).toBe('troupe-shop-prod-agent-')
    expect(plan.agents.map(({ functionName }) => functionName)).toContain('troupe-shop-prod-agent-pricer')
  })

  it('takes account and region from the stage, else the region from the project', () => {
    expect(planned(shop, 'prod')).toMatchObject({ account: '123456789012', region: 'eu-west-1' })
    expect(planned(shop, 'dev').region).toBe('eu-central-1')
    expect(planned(shop, 'dev').account).toBeUndefined()
  })

  it('keeps data in every stage but dev', () => {
    expect([planned(shop, 'dev').protected, planned(shop, 'prod').protected]).toEqual([false, true])
    expect([planned(shop, 'dev').logRetentionDays, planned(shop, 'prod').logRetentionDays]).toEqual([7, 90])
  })

  it('keeps blobs longer than any job may last after they were written', () => {
    expect(planned(shop, 'dev').blobs.expireDays).toBeUndefined()
    expect(planned(shop, 'prod').blobs.expireDays).toBe(90 + 365)
  })

  it('tells every function its stack and the retention, by the names of src/env.ts', () => {
    const { planner, api, sweeper, deadLetters, agents } = planned(shop, 'prod')
    for (const { environment } of [planner, api, sweeper, deadLetters, ...agents]) {
      expect(environment).toMatchObject({ TROUPE_STACK: 'troupe-shop-prod', TROUPE_RETENTION_DAYS: '90' })
    }
    expect(planned(shop, 'dev').planner.environment).not.toHaveProperty('TROUPE_RETENTION_DAYS')
    for (const { environment } of [planner, api])
      expect(environment.TROUPE_AGENT_PREFIX).toBe('troupe-shop-prod-agent-')
    expect(sweeper.environment).not.toHaveProperty('TROUPE_AGENT_PREFIX')
  })
})

describe('the plan of an agent', () => {
  it('has the settings of the agent for that stage', () => {
    expect(agentOf(shop, 'pricer', 'prod')).toMatchObject({
      memoryMb: 2_048,
      concurrency: 4,
      environment: { MODE: 'fast', TROUPE_AGENT: 'pricer' },
      secrets: { names: [] },
    })
    expect(agentOf(shop, 'pricer')?.memoryMb).toBe(1_024)
  })

  it('takes listed variables from the secret of the stage', () => {
    expect(agentOf(shop, 'writer', 'prod')?.secrets).toEqual({ secret: 'troupe/shop/prod', names: ['API_KEY'] })
  })

  it.each([
    ['cleaner', ['calls/cleaner/', 'files/'], ['outputs/cleaner/', 'files/cleaner/'], []],
    ['reader', ['calls/reader/', 'files/'], ['outputs/reader/'], ['reader', 'job:*']],
    ['writer', ['calls/writer/'], ['outputs/writer/', 'files/writer/'], ['reader', 'job:*']],
    ['counter', ['calls/counter/'], ['outputs/counter/'], []],
  ])(
    'gives %s its own results, and the files and the memory that it declared',
    (name, ...[reads, writes, memories]) => {
      const rights = { resultsOf: name, reads, writes, memories, models: [], guardrails: [] }
      expect(agentOf(shop, name)?.rights).toEqual(rights)
    },
  )

  it('may use the models and the guardrail of Bedrock that the file names, where it names them', () => {
    const llm =
      '{ provider: bedrock, model: m, fallback_model: n, region: us-west-2, guardrail: { id: g, version: 1 } }'
    const { rights } = agentOf(`project: { name: shop }\nagents: { a: { llm: ${llm} } }\n`, 'a') ?? {}
    const region = 'us-west-2'
    expect(rights?.models).toEqual([
      { name: 'm', region },
      { name: 'n', region },
    ])
    expect(rights?.guardrails).toEqual([{ id: 'g', region }])
    expect(agentOf(shop, 'pricer')?.rights.models).toEqual([{ name: 'eu.amazon.nova-micro-v1:0' }])
  })

  it('gives the function 5 s more than an attempt, and never more than Lambda takes', () => {
    const file = (timeout: string) => `project: { name: shop }\nagents: { a: { runtime: { timeout: ${timeout} } } }\n`
    expect(agentOf(file('90s'), 'a')?.timeoutSeconds).toBe(95)
    expect(agentOf(file('1500ms'), 'a')?.timeoutSeconds).toBe(7)
    expect(agentOf(file('15m'), 'a')?.timeoutSeconds).toBe(900)
  })

  it('gives the function the longest timeout that a step gives the agent, also one that it takes over', () => {
    const text = `project: { name: shop }
agents:
  a: { on_error: { fallback: b }, runtime: { timeout: 1m } }
  b: { on_error: { fallback: c } }
  c: {}
  d: {}
orchestration:
  selection_rules:
    - agents: [{ agent: a, timeout: 5m }, { agent: d, timeout: 30s, on_error: continue }, { step: two, agent: a, timeout: 8m, on_error: { fallback: d } }]\n`
    const seconds = planned(text).agents.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])
    expect(Object.fromEntries(seconds)).toEqual({ a: 485, b: 305, c: 305, d: 485 })
  })

  it('is none for the orchestrator, which sets the planner’s size', () => {
    const text =
      'project: { name: shop }\nagents: { a: {}, o: { type: orchestrator, runtime: { timeout: 100, memory: 768 } } }\n'
    const plan = planned(text)
    expect(plan.agents.map(({ name }) => name)).toEqual(['a'])
    expect(plan.planner).toMatchObject({ timeoutSeconds: 100, memoryMb: 768 })
    expect(plan.queue.visibilitySeconds).toBe(600)
    expect(planned(shop).planner).toMatchObject({ timeoutSeconds: 30, memoryMb: 512 })
  })
})

describe('the plan of the queue', () => {
  it('hides a message 6 times as long as the planner may take, or longer when the file says so', () => {
    const file = (visibility: string) =>
      `${shop}infrastructure: { queue: { provider: sqs, config: { visibility_timeout: ${visibility} } } }\n`
    expect(planned(shop).queue.visibilitySeconds).toBe(180)
    expect(planned(file('30s')).queue.visibilitySeconds).toBe(180)
    expect(planned(file('900')).queue.visibilitySeconds).toBe(900)
  })
})

describe('the plan of shards', () => {
  it('is absent unless the file asks for them', () => {
    expect(planned(manyAgents(100)).shards).toBeUndefined()
  })

  it('puts each agent into one shard, where it stays when others come and go', () => {
    const shardsOf = (count: number) =>
      new Map(planned(manyAgents(count, 4)).shards?.flatMap(({ id, agents }) => agents.map(({ name }) => [name, id])))
    const before = shardsOf(399)
    const after = shardsOf(400)
    expect(after.size).toBe(400)
    expect([...before].filter(([name, id]) => after.get(name) !== id)).toEqual([])
  })

  it('gives functions other names when their number changes: old ones and new ones exist side by side', () => {
    const prefix = (shards?: number) => planned(manyAgents(10, shards)).agentPrefix
    expect([prefix(), prefix(4), prefix(5)]).toEqual([
      'troupe-many-dev-agent-',
      'troupe-many-dev-s4-agent-',
      'troupe-many-dev-s5-agent-',
    ])
  })
})

describe('the account of a stage', () => {
  const plan = planned(shop, 'prod')

  it('stops a deployment with credentials of another one', () => {
    expect(() => checkAccount(plan, '999999999999')).toThrow(
      expect.objectContaining({ code: 'DEPLOY_ACCOUNT', message: expect.stringContaining('999999999999') }),
    )
  })

  it('lets the same account pass, and a template without credentials, and any account for a stage without one', () => {
    expect(() => checkAccount(plan, '123456789012')).not.toThrow()
    expect(() => checkAccount(plan, undefined)).not.toThrow()
    expect(() => checkAccount(planned(shop, 'dev'), '999999999999')).not.toThrow()
  })
})

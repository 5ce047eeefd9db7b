import { describe, expect, it } from 'vitest'
import { agentModel } from '../../../src/agent/agent-model.ts'
import { llm } from '../../../src/agent/llm/index.ts'
import { checkBudget, checkJobBudget, costOf } from '../../../src/agent/llm/prices.ts'
import type { ModelUsage } from '../../../src/core/model-usage.ts'
import type { ModelUse } from '../../../src/ports/model-client.ts'
import { aContext } from './a-context.ts'

function aUse(model: string, more: Partial<ModelUse> = {}): ModelUse {
  const tokens = { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }
  return { provider: 'bedrock', model, ...tokens, elapsedMs: 1, tries: 1, ...more }
}

describe('the cost of requests', () => {
  it('is known by the exact id, with the date of the prices', () => {
    expect(costOf([aUse('global.anthropic.claude-sonnet-4-6')])).toEqual({
      microUsd: 4_500,
      priceSource: 'snapshot 2026-11-20',
    })
  })

  it('is a tenth more in a region', () => {
    expect(costOf([aUse('eu.anthropic.claude-sonnet-4-6')]).microUsd).toBe(4_950)
  })

  it.each(['global.anthropic.claude-sonnet-4-60', 'anthropic.claude-sonnet', 'constructor'])(
    'is unknown of %s',
    (model) => {
      expect(costOf([aUse('anthropic.claude-opus-5'), aUse(model)]).microUsd).toBe('unknown')
    },
  )

  it('is what the author says', () => {
    expect(costOf([aUse('m')], { m: { input: 1, output: 1 } })).toEqual({ microUsd: 1_100, priceSource: 'own' })
  })

  it('is unknown where tokens of a cache have no price', () => {
    const uses = [aUse('m', { cacheReadTokens: 10 })]
    expect(costOf(uses, { m: { input: 1, output: 1 } }).microUsd).toBe('unknown')
    expect(costOf(uses, { m: { input: 1, output: 1, cacheRead: 0.1 } }).microUsd).toBe(1_101)
  })
})

describe('a budget in USD', () => {
  const models = [{ provider: 'bedrock', model: 'anthropic.claude-opus-5' }] as const
  const use = aUse('anthropic.claude-opus-5')

  it('ends the run before the request that follows when it is spent', () => {
    expect(() => checkBudget(0.0076, [use], { models })).not.toThrow()
    expect(() => checkBudget(0.0075, [use], { models })).toThrow(
      expect.objectContaining({ code: 'MODEL_BUDGET_SPENT' }),
    )
  })

  it('is refused for a model without a price, before anything is asked', () => {
    const unknown = [{ provider: 'bedrock', model: 'm' }] as const
    expect(() => checkBudget(1, [], { models: unknown })).toThrow(
      expect.objectContaining({ code: 'MODEL_PRICE_UNKNOWN' }),
    )
  })

  it('is no matter to a script', async () => {
    const { context } = aContext([{ text: 'ok' }])
    expect((await llm({ instructions: 'x', limits: { usd: 1 } }).run(context)).cost.microUsd).toBe(0)
  })
})

describe("what is left of the job's budget", () => {
  const models = [{ provider: 'bedrock', model: 'anthropic.claude-opus-5' }] as const
  const left = (used: number | 'unknown') => ({ microUsd: 1_000, used: () => used })

  it('ends the run before the request that follows when it is used up', () => {
    expect(() => checkJobBudget(left(999), { models })).not.toThrow()
    expect(() => checkJobBudget(left(1_000), { models })).toThrow(
      expect.objectContaining({ code: 'MODEL_JOB_BUDGET_SPENT', message: expect.stringContaining('0.001 USD') }),
    )
  })

  it('is refused where nobody knows it', () => {
    const unknown = expect.objectContaining({ code: 'MODEL_PRICE_UNKNOWN' })
    expect(() => checkJobBudget(left('unknown'), { models })).toThrow(unknown)
    expect(() => checkJobBudget(left(0), { models: [{ provider: 'bedrock', model: 'm' }] })).toThrow(unknown)
    expect(() => checkJobBudget(undefined, { models: [{ provider: 'bedrock', model: 'm' }] })).not.toThrow()
  })

  it('takes nothing that could not be stored', () => {
    const told: ModelUsage[] = []
    const host = { spent: (usage: ModelUsage) => void told.push(usage) }
    const { spent } = agentModel({ agent: { name: 'a', toolNames: [] }, call: {}, host })
    expect(() => spent?.({ requests: 1 } as ModelUsage)).toThrow(TypeError)
    spent?.({ requests: 1, inputTokens: 1, outputTokens: 1, microUsd: -5 })
    expect(told).toEqual([{ requests: 1, inputTokens: 1, outputTokens: 1, microUsd: 'unknown' }])
  })

  it('goes down with each request of the attempt, and is told of each', async () => {
    const spent: ModelUsage[] = []
    const host = { script: () => ({ text: 'yes' }), spent: (usage: ModelUsage) => void spent.push(usage) }
    const model = agentModel({ agent: { name: 'a', toolNames: [] }, call: { budgetMicroUsd: 0 }, host })
    const { context } = aContext([], { model })
    await expect(llm({ instructions: 'Say yes.' }).run(context)).rejects.toMatchObject({
      code: 'MODEL_JOB_BUDGET_SPENT',
    })
    const rich = agentModel({ agent: { name: 'a', toolNames: [] }, call: {}, host })
    await llm({ instructions: 'Say yes.' }).run({ ...context, model: rich })
    expect(spent).toMatchObject([{ requests: 1, microUsd: 0, simulated: true }])
  })
})

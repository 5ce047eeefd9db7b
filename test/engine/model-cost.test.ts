import { describe, expect, it } from 'vitest'
import type { ModelUsage } from '../../src/core/model-usage.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { failure, type TestAgent, TestPlatform } from './test-platform.ts'

const used: ModelUsage = { requests: 1, inputTokens: 100, outputTokens: 10, microUsd: 400 }
const asking: TestAgent = (_call, control) => {
  control.spent?.(used)
  control.spent?.(used)
  return {}
}

function withBudget(run: string, budgetMicroUsd: number) {
  const definition = aDefinition([{ run }])
  const workflows = Object.entries(definition.workflows).map(([name, one]) => [name, { ...one, budgetMicroUsd }])
  return { ...definition, workflows: Object.fromEntries(workflows) }
}

describe('what an attempt’s models cost', () => {
  it('is recorded with its result, stands on its step, and is measured', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), { a: asking })
    const measured: unknown[] = []
    platform.ports.meter.observe = (name, value, labels) => void measured.push([name, value, labels])
    await platform.submit()
    const { steps } = await platform.finish()
    const usage = { requests: 2, inputTokens: 200, outputTokens: 20, microUsd: 800 }
    expect(steps[0]?.usage).toEqual(usage)
    expect(await platform.ports.store.listResults('job1', ['a'])).toMatchObject([{ status: 'completed', usage }])
    expect(measured).toContainEqual(['model_cost_micro_usd', 800, { agent: 'a' }])
    expect(measured).toContainEqual(['model_input_tokens', 200, { agent: 'a' }])
  })

  it('is counted apart where it is unknown, not as nothing', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), {
      a: (_call, control) => {
        control.spent?.({ ...used, microUsd: 'unknown' })
        return {}
      },
    })
    const names: string[] = []
    platform.ports.meter.observe = (name) => void names.push(name)
    platform.ports.meter.count = (name) => void names.push(name)
    await platform.submit()
    expect((await platform.finish()).steps[0]?.usage?.microUsd).toBe('unknown')
    expect(names).toContain('model_cost_unknown')
    expect(names).not.toContain('model_cost_micro_usd')
  })

  it('comes with the rate at which answers were there already', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), {
      a: (_call, control) => {
        control.cacheAsked?.(true)
        control.cacheAsked?.(false)
        return {}
      },
    })
    const hits: number[] = []
    platform.ports.meter.observe = (name, value) => void (name === 'model_cache_hit' && hits.push(value))
    await platform.submit()
    await platform.finish()
    expect(hits).toEqual([1, 0])
  })

  it('is paid though the attempt failed', async () => {
    let tries = 0
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), {
      a: (_call, control) => {
        control.spent?.(used)
        tries += 1
        return tries === 1 ? failure('STEP_FAILED') : {}
      },
    })
    await platform.submit()
    expect((await platform.finish()).steps[0]?.usage?.microUsd).toBe(800)
  })
})

describe('a budget in USD', () => {
  it('tells each attempt what is left, and ends the job when that is nothing', async () => {
    const lefts: unknown[] = []
    const counting: TestAgent = (call, control) => {
      lefts.push(call.budgetMicroUsd)
      return asking(call, control)
    }
    const platform = new TestPlatform(withBudget('a -> b -> c', 1_500), { a: counting, b: counting, c: counting })
    await platform.submit()
    expect((await platform.finish()).error?.code).toBe('JOB_COST_EXCEEDED')
    expect(lefts).toEqual([1_500, 700])
  })
})

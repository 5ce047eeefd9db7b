import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { llm } from '../../../src/agent/llm/index.ts'
import type { BedrockAnswer } from '../../../src/testing/models/bedrock-answer.ts'
import { type FakeBedrock, startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { aContext } from './a-context.ts'

let fake: FakeBedrock | undefined

afterEach(async () => {
  vi.unstubAllEnvs()
  await fake?.close()
})

/** The context of an agent whose model is on the fake; each model's client is opened once, so names are not used twice. */
async function onBedrock(model: string, answers: readonly BedrockAnswer[]) {
  fake = await startFakeBedrock(answers)
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', fake.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  const settings = { provider: 'bedrock', model, region: 'us-east-1' } as const
  const { context } = aContext([], { model: { settings } })
  return { context, requests: fake.requests }
}

const choices = (requests: FakeBedrock['requests']) =>
  requests.map(({ body }) => (body.toolConfig as { toolChoice?: unknown } | undefined)?.toolChoice)
const answer = { toolCalls: [{ name: 'answer', input: { sum: 42 } }] }
const adder = llm({ instructions: 'Add.', output: z.object({ sum: z.number() }) })

describe('structured output of a real client', () => {
  it('is forced', async () => {
    const { context, requests } = await onBedrock('takes-it', [answer])
    expect((await adder.run(context)).output).toEqual({ sum: 42 })
    expect(choices(requests)).toEqual([{ tool: { name: 'answer' } }])
  })

  it('goes one rung down when the model refuses a forced tool, and remembers', async () => {
    const refusal = {
      status: 400,
      type: 'ValidationException',
      message: 'tool_choice: forced tool use is not supported',
    }
    const { context, requests } = await onBedrock('refuses-it', [refusal, answer, answer])
    await adder.run(context)
    expect((await adder.run(context)).output).toEqual({ sum: 42 })
    expect(choices(requests)).toEqual([{ tool: { name: 'answer' } }, undefined, undefined])
    expect(JSON.stringify(requests[1]?.body.system)).toContain('calling the tool answer')
  })

  it('is not forced on a model that is known to refuse it', async () => {
    const { context, requests } = await onBedrock('global.anthropic.claude-opus-5-5', [answer])
    expect((await adder.run(context)).cost).toEqual({ microUsd: 140, priceSource: 'snapshot 2026-11-20' })
    expect(choices(requests)).toEqual([undefined])
  })

  it('stops for its budget before the next request', async () => {
    const { context, requests } = await onBedrock('anthropic.claude-opus-5', [
      { text: 'no', outputTokens: 1_000 },
      answer,
    ])
    const poor = llm({ instructions: 'Add.', output: z.object({ sum: z.number() }), limits: { usd: 0.02 } })
    await expect(poor.run(context)).rejects.toMatchObject({ code: 'MODEL_BUDGET_SPENT' })
    expect(requests).toHaveLength(1)
  })
})

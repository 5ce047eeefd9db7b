import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { llm } from '../../../src/agent/llm/index.ts'
import { aContext } from './a-context.ts'
import { add, Sum } from './sums.ts'

describe('structured output', () => {
  const answer = (input: object) => ({ toolCalls: [{ name: 'answer', input: input as never }] })

  it('is forced at once where there are no other tools', async () => {
    const { context, model } = aContext([answer({ sum: 42 })])
    expect((await llm({ instructions: 'x', output: Sum }).run(context)).output).toEqual({ sum: 42 })
    expect(model.requests[0]).toMatchObject({ forcedTool: 'answer', tools: ['answer'] })
  })

  it('is asked for again until it matches', async () => {
    const { context, model } = aContext([answer({ sum: 'x' }), answer({}), answer({ sum: 42 })])
    expect((await llm({ instructions: 'x', output: Sum }).run(context)).output).toEqual({ sum: 42 })
    expect(model.requests[1]?.messages.at(-1)?.toolResults[0]?.text).toContain('match: sum: ')
  })

  it('that never matches ends the run', async () => {
    const { context, model } = aContext(Array.from({ length: 9 }, () => answer({ sum: 'x' })))
    await expect(llm({ instructions: 'x', output: Sum }).run(context)).rejects.toMatchObject({
      code: 'MODEL_OUTPUT_INVALID',
      args: { asks: 3 },
    })
    expect(model.requests).toHaveLength(3)
  })

  it('is forced once a model with other tools ended without it', async () => {
    const { context, model } = aContext([{ text: 'It is forty-two' }, answer({ sum: 42 })])
    await llm({ instructions: 'x', tools: [add], output: Sum }).run(context)
    expect(model.requests.map(({ forcedTool }) => forcedTool)).toEqual([undefined, 'answer'])
    expect(model.requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  })

  it('is taken from the text on the lowest rung', async () => {
    const { context, model } = aContext([
      { text: 'Sure:\n```json\n{"sum": 4}}\n```' },
      { text: '```json\n{"sum": 42}\n```' },
    ])
    const { output } = await llm({ instructions: 'x', output: Sum, structuredOutput: 'json' }).run(context)
    expect(output).toEqual({ sum: 42 })
    expect(model.requests[0]?.system).toContain('"sum"')
    expect(model.requests[0]?.tools).toEqual([])
  })

  it('need not be an object', async () => {
    const { context } = aContext([answer({ value: [1, 2] })])
    expect((await llm({ instructions: 'x', output: z.array(z.number()) }).run(context)).output).toEqual([1, 2])
  })
})

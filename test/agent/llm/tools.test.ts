import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fatal } from '../../../src/agent/index.ts'
import { llm, tool } from '../../../src/agent/llm/index.ts'
import { aContext } from './a-context.ts'
import { add, Sum } from './sums.ts'

describe('a tool', () => {
  const calls = (count: number) => Array.from({ length: count }, () => ({ toolCalls: [{ name: 'look', input: {} }] }))
  const look = (run: () => unknown) => tool({ name: 'look', description: 'Looks.', input: z.object({}), run })

  it('that throws is shown to the model as one line without secrets', async () => {
    const { context, model, lines } = aContext([...calls(1), { text: 'ok' }])
    const broken = look(() => {
      throw new Error(
        'Bearer canary-token-1234 was refused by https://user:hunter2@db.example\n    at /home/me/agent.ts:3',
      )
    })
    await llm({ instructions: 'x', tools: [broken] }).run(context)
    const [shown] = model.requests[1]?.messages.at(-1)?.toolResults ?? []
    expect(shown).toMatchObject({ failed: true })
    expect(shown?.text).toContain('Tool look failed: [secret] was refused')
    expect(JSON.stringify([model.requests, lines])).not.toMatch(/canary-token|hunter2|agent\.ts/)
  })

  it('that goes on failing ends the run', async () => {
    const { context } = aContext(calls(3))
    const run = llm({
      instructions: 'x',
      tools: [look(() => Promise.reject(new Error('down')))],
      limits: { toolFailures: 2 },
    })
    await expect(run.run(context)).rejects.toMatchObject({
      code: 'MODEL_TOOL_FAILED',
      args: { failures: 3, problem: 'down' },
    })
  })

  it('that throws fatal() ends the run as the author said', async () => {
    const fails = look(() => {
      throw fatal('NO_MONEY', 'nothing is left')
    })
    await expect(llm({ instructions: 'x', tools: [fails] }).run(aContext(calls(1)).context)).rejects.toMatchObject({
      code: 'NO_MONEY',
    })
  })

  it('that hangs is given up', async () => {
    const { context, model } = aContext([...calls(1), { text: 'ok' }])
    await llm({ instructions: 'x', tools: [look(() => new Promise(() => undefined))], limits: { toolTimeMs: 20 } }).run(
      context,
    )
    expect(model.requests[1]?.messages.at(-1)?.toolResults[0]?.text).toContain('did not end within')
  })

  it('that is called with something else is told what is wrong', async () => {
    const { context, model } = aContext([{ toolCalls: [{ name: 'add', input: { a: 'one' } }] }, { text: 'ok' }])
    await llm({ instructions: 'x', tools: [add] }).run(context)
    expect(model.requests[1]?.messages.at(-1)?.toolResults[0]).toMatchObject({
      failed: true,
      text: expect.stringContaining('match: a: '),
    })
  })

  it.each([
    ['twice the same name', [add, add]],
    ['a name with spaces', [{ ...add, name: 'add it' }]],
    ['an input that is no object', [tool({ ...add, input: z.number(), run: () => 1 })]],
    ['the name of the tool that takes the output', [{ ...add, name: 'answer' }]],
  ])('is refused with %s', async (_what, tools) => {
    const run = llm({ instructions: 'x', tools, output: Sum }).run(aContext([]).context)
    await expect(run).rejects.toMatchObject({ code: 'MODEL_TOOL_INVALID' })
  })
})

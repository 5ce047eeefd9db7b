import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { llm, tool } from '../../../src/agent/llm/index.ts'
import { aContext } from './a-context.ts'

describe('a definition', () => {
  it('reads and builds nothing before it runs', () => {
    const untouched = tool({
      name: 'look',
      description: 'Looks.',
      get input(): z.ZodType {
        throw new Error('read too early')
      },
      run: () => 1,
    })
    expect(() => llm({ instructions: { file: '/nowhere.md' }, tools: [untouched] })).not.toThrow()
  })

  it('serves a hundred runs at once, each with its own conversation', async () => {
    const look = tool({ name: 'look', description: 'Looks.', input: z.object({ n: z.int() }), run: ({ n }) => n })
    const echo = llm({ instructions: 'x', tools: [look], output: z.object({ n: z.int() }) })
    const runs = Array.from({ length: 100 }, async (_, n) => {
      const answers = [
        { toolCalls: [{ name: 'look', input: { n } }] },
        { toolCalls: [{ name: 'answer', input: { n } }] },
      ]
      const { context, model } = aContext(answers)
      const { output } = await echo.run(context)
      return output.n === n && model.requests[1]?.messages.at(-1)?.toolResults[0]?.text === String(n)
    })
    expect(new Set(await Promise.all(runs))).toEqual(new Set([true]))
  })
})
